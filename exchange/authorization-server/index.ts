export {
  type AuthorizationServerDeps,
  authorizationServer,
  type PersonsDeps,
} from './authorization-server.ts';
export { loadSigningKeys, type SigningKeys, toPublicKeys } from './signing-key.ts';
export { createTokenHolders, type TokenHolders } from './token-holders.ts';

/** Folder of this room's migrations, for the migrator. */
export const migrations = new URL('./migrations/', import.meta.url);
