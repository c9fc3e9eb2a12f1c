export type { AccessesAnswer, AccessLine } from './access-line.ts';
export { listAccesses } from './accesses.ts';
export { type RequestNews, requestNews } from './request/request-news.ts';

/** Folder of this room’s migrations, for the migrator. */
export const migrations = new URL('./migrations/', import.meta.url);
