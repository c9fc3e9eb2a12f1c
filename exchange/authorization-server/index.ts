export { type AuthorizationServerDeps, authorizationServer } from './authorization-server.ts';
export { loadSigningKeys, type SigningKeys, toPublicKeys } from './signing-key.ts';

/** Folder of this room's migrations, for the migrator. */
export const migrations = new URL('./migrations/', import.meta.url);
