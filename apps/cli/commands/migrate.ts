import { openRooms, readSettings } from '@continuum/apps-server';
import { Command } from 'commander';

/** `continuum migrate`: brings the database to this version's schema. */
export const migrateCommand = (): Command =>
  new Command('migrate').description('bring the database to this version, and stop').action(async () => {
    const { close } = await openRooms(readSettings(process.env));
    await close();
    process.stdout.write('The database is at this version.\n');
  });
