export type { RemoteAccessDeps } from './deps.ts';
export { locate } from './locate.ts';
export { placeCounts, remoteCounts } from './place-counts.ts';
export type { InForce } from './rules/check-declaration.ts';

/** Folder of this room's migrations, for the migrator. */
export const migrations = new URL('./migrations/', import.meta.url);
