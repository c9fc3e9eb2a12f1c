export type { DemoIdentity } from './identities/identity.ts';
export { type DemonstrationDeps, loadDemonstration } from './load-demonstration.ts';
export type { StorePictures } from './pictures/load-pictures.ts';

/** Folder of this room's migrations, for the migrator. */
export const migrations = new URL('./migrations/', import.meta.url);
