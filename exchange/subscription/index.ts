export { type EndpointRules, guardedLookup } from './endpoint.ts';
export { subscriptionKeeper } from './keeper.ts';
export { subscriptionOperations } from './operations.ts';
export { createSubscriptions, type Subscriptions } from './subscriptions.ts';

/** Migrations of this room, for the migrator. */
export const migrations = new URL('./migrations/', import.meta.url);
