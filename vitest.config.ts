import { defineConfig } from 'vitest/config';
import { compileCache } from './tools/test/compile-cache.ts';
import { longFirst } from './tools/test/long-first.ts';

/** Rooms that do no I/O and keep nothing: their tests leave nothing behind for one another, and share their processes. */
const pure = ['standards', 'trust'];

export default defineConfig({
  test: {
    environment: 'node',
    exclude: ['**/node_modules/**', '**/dist/**', 'e2e/**'],
    env: compileCache,
    // Two cores, and PostgreSQL wants its part of them.
    pool: 'forks',
    maxWorkers: 2,
    sequence: {
      sequencer: longFirst([
        'apps/server/attack/attack.test.ts',
        'record/database/embedded.test.ts',
        'governance/authorization/workflow.guards.test.ts',
        'demo/load-demonstration.test.ts',
        'apps/server/attack/told-later.test.ts',
        'exchange/bulk-data/large-export.test.ts',
        'record/store/search/oracle.property.test.ts',
        'apps/server/capabilities.test.ts',
      ]),
    },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: 'pure', include: pure.map(room => `${room}/**/*.test.ts`), isolate: false },
      },
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['**/*.test.ts'],
          exclude: pure.map(room => `${room}/**`),
          globalSetup: ['record/database/testing/global-setup.ts'],
        },
      },
    ],
  },
});
