import { relative } from 'node:path';
import { defineConfig } from 'vitest/config';
import { instrument } from './instrument.ts';
import { places } from './places.ts';

const root = process.cwd();
const all = places(root);

/** The attack suite over a store whose places can be switched off: see `tools/mutate.ts`. */
export default defineConfig({
  plugins: [
    {
      name: 'continuum-mutation',
      enforce: 'pre',
      transform(code, id) {
        const file = relative(root, id.replace(/\?.*$/, ''));
        const those = all.filter(place => place.file === file);
        return those.length > 0 ? { code: instrument(code, those), map: null } : undefined;
      },
    },
  ],
  test: {
    environment: 'node',
    globalSetup: ['record/database/testing/global-setup.ts'],
    include: ['apps/server/attack/*.mutation.ts'],
    hookTimeout: 300_000,
    testTimeout: 24 * 3_600_000,
    disableConsoleIntercept: true,
  },
});
