export { type Database, type DatabaseOptions, openDatabase } from './database.ts';
export type { Isolation, Pool, Query, Tx } from './pool.ts';
export { DatabaseConflict, DatabaseProblem, DatabaseTooSlow, DatabaseUnavailable } from './unavailable.ts';
