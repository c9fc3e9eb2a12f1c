export type { SurveillanceDeps, SuspendAccess } from './deps.ts';
export { keepWatching } from './keep-watching.ts';
export { replayedHistory } from './replay.ts';
export { evaluate, usualParameters } from './rules/evaluate.ts';
export { type Facts, linkKey } from './rules/facts.ts';
export { toActorDays } from './rules/observation.ts';
export type { Alert, RuleId } from './rules/rule.ts';
export { rules } from './rules/rules.data.ts';

/** Folder of this room’s migrations, for the migrator. */
export const migrations = new URL('./migrations/', import.meta.url);
