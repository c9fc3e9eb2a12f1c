import { demonstrate, openRooms, readSettings } from '@continuum/apps-server';
import { Command, InvalidArgumentError } from 'commander';
import { CommandProblem } from '../explain.ts';

function toPeople(value: string): number {
  if (!/^[1-9]\d{0,6}$/.test(value))
    throw new InvalidArgumentError('Give a whole number of people, 1 or more.');
  return Number(value);
}

async function load({ people }: { people?: number }): Promise<void> {
  const settings = readSettings(process.env);
  if (!settings.demonstration)
    throw new CommandProblem('CONTINUUM_DEMO is 0: there is no demonstration to load.');
  const { rooms, close } = await openRooms({ ...settings, people: people ?? settings.people });
  try {
    const identities = await demonstrate(rooms, line => process.stderr.write(`${line}\n`));
    process.stdout.write(`The demonstration is loaded, with ${identities.length} people to be.\n`);
  } finally {
    await close();
  }
}

/** `continuum demo --people N`: loads the demonstration territory, or more people into it. */
export const demoCommand = (): Command =>
  new Command('demo')
    .description('load the demonstration territory, or more people into it')
    .option('--people <number>', 'how many people in all', toPeople)
    .action(load);
