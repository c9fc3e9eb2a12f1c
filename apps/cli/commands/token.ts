import { readSettings } from '@continuum/apps-server';
import { Command } from 'commander';
import { getToken } from '../token.ts';

/** `continuum token <client>`: prints a bearer token, alone on its last line. */
export const tokenCommand = (): Command =>
  new Command('token')
    .description('print a bearer token of a demonstration system, alone on the last line')
    .argument('<client>', 'labo-demo, pharmacie-demo, imagerie-demo, hopital-demo, dme-demo or registre-demo')
    .action(async (client: string) => {
      process.stdout.write(`${await getToken(readSettings(process.env), client)}\n`);
    });
