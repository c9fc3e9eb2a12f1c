import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const vendors =
  /node_modules\/(react|react-dom|scheduler|i18next|react-i18next|i18next-icu|intl-messageformat|@formatjs)\//;

/** Built to `dist`, served by the server under /carnet/; nothing is loaded from elsewhere. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/carnet/',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Content-Security-Policy: nothing inline, not even a small font.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
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
