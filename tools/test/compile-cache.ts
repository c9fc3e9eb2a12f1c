import { join } from 'node:path';

/** For the processes of tests, and the servers and commands that they start: what one has compiled serves the others. */
export const compileCache = {
  NODE_COMPILE_CACHE: join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'compiled'),
};
