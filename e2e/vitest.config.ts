import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { compileCache } from '../tools/test/compile-cache.ts';
import { longFirst } from '../tools/test/long-first.ts';

/** Journeys through the whole: the real server, a real browser, two at a time, each with its own. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    environment: 'node',
    globalSetup: [join(import.meta.dirname, 'lanes.ts')],
    setupFiles: [join(import.meta.dirname, 'tell-failure.ts')],
    env: compileCache,
    pool: 'forks',
    maxWorkers: 2,
    sequence: {
      sequencer: longFirst(['access', 'faults', 'story', 'crash', 'notices'].map(one => `e2e/${one}.e2e.ts`)),
    },
    testTimeout: 120_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
