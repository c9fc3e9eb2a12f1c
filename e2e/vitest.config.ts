import { defineConfig } from 'vitest/config';

/** Journeys through the whole: each file with a server, a data folder and a browser of its own, two at a time. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
