export { type Accounts, type AccountsDeps, createAccounts, type Usager } from './account.ts';
export type { ProxyGrant } from './proxy.ts';

/** Folder of this room's migrations, for the migrator. */
export const migrations = new URL('./migrations/', import.meta.url);
