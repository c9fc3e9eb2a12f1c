import { defineConfig } from 'vitest/config';

/**
 * Journeys through the whole: the real server, a real browser, one after the other. Two at a time take as long on two
 * processors, and wait for each other.
 */
export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
