#!/usr/bin/env node
// Runs the command line under the pinned Node, whatever Node this is.
process.argv.splice(2, 0, 'apps/cli/main.ts');
await import('../../../tools/bootstrap.mjs');
