export { type Coalesced, type CoalesceLimits, coalesce, readingLimits, usualLimits } from './coalesce.ts';
export { isMoment, isUuid } from './cursor-parts.ts';
export { type Database, type DatabaseOptions, openDatabase } from './database.ts';
export type { Isolation, Pool, Query, Tx } from './pool.ts';
export { type Statement, statement, textColumn } from './statement.ts';
export {
  DatabaseAbandoned,
  DatabaseConflict,
  DatabaseProblem,
  DatabaseTooSlow,
  DatabaseUnavailable,
} from './unavailable.ts';
export { type Worked, workOff } from './work-off.ts';
