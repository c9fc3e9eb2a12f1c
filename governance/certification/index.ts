export { standingSql } from './attestations.ts';

/** Folder of this room's migrations, for the migrator. */
export const migrations = new URL('./migrations/', import.meta.url);
