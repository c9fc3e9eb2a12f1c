export type { NamedCode } from './find-codes.ts';
export { loadFile } from './load-file.ts';
export { recordedThrough } from './recorded.ts';
export { createTerminology, type Terminology } from './terminology.ts';
export { UnknownTerminology } from './unknown-terminology.ts';

/** Plain SQL, in order. */
export const migrations = new URL('./migrations/', import.meta.url);
