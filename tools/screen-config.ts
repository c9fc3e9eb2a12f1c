import { basename } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type UserConfig } from 'vite';

const vendors =
  /node_modules\/(react|react-dom|scheduler|i18next|react-i18next|i18next-icu|intl-messageformat|@formatjs)\//;

/**
 * How a web application is built: to its `dist`, served by the server under its own name; nothing is loaded from
 * elsewhere.
 * @param folder the application's
 */
export const screenConfig = (folder: string): UserConfig =>
  defineConfig({
    root: folder,
    base: `/${basename(folder)}/`,
    plugins: [react()],
    worker: { format: 'es' },
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      target: 'es2022',
      // Content-Security-Policy: nothing inline, not even a small font.
      assetsInlineLimit: 0,
      // Pictures come with their decoders and VTK: a large chunk, loaded when an exam is opened.
      chunkSizeWarningLimit: 6000,
      rolldownOptions: {
        // The decoders also run under Node: their `fs` and `path` are never reached in a browser.
        onLog(level, log, handle) {
          const known = log.message.includes('externalized for browser compatibility');
          if (!known && log.code !== 'PLUGIN_TIMINGS') handle(level, log);
        },
        output: {
          codeSplitting: {
            groups: [
              { name: 'react', test: vendors, priority: 3 },
              {
                name: 'kit',
                test: /node_modules\/(@mantine\/(core|hooks|notifications)|@floating-ui)\//,
                priority: 2,
              },
              { name: 'data', test: /node_modules\/@tanstack\//, priority: 2 },
            ],
          },
        },
      },
    },
  });
