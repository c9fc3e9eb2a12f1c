export type { AccessesAnswer, AccessLine } from './access-line.ts';
export { listAccesses } from './accesses.ts';
