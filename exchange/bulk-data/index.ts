export { type BulkData, createBulkData } from './bulk-data.ts';
export { exportOperations } from './operations.ts';
export { bulkDataRoutes } from './routes.ts';

/** Migrations of this room, for the migrator. */
export const migrations = new URL('./migrations/', import.meta.url);
