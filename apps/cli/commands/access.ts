import { randomUUID } from 'node:crypto';
import { openRooms, readSettings } from '@continuum/apps-server';
import { matrix, type Profile, platformActor } from '@continuum/trust-access';
import { Command, Option } from 'commander';
import { CommandProblem } from '../explain.ts';

interface Options {
  organization: string;
  profile: Exclude<Profile, 'none'>;
  email: string;
}

const profiles = (Object.keys(matrix) as Profile[]).filter(
  profile =>
    profile !== 'none' && profile !== 'citizen' && profile !== 'platform' && !/-(system|feed)$/.test(profile),
);

async function establish(practitioner: string, { organization, profile, email }: Options): Promise<void> {
  const { rooms, close } = await openRooms(readSettings(process.env));
  try {
    const origin = { request: randomUUID(), address: 'local', channel: 'cli' };
    const asked = { practitioner, organization, profile, email };
    const answer = await rooms.authorizations.establish(asked, { actor: platformActor, origin });
    if (!('done' in answer))
      throw new CommandProblem(
        'The registers do not know that practitioner or that organization, or no more.',
      );
    const { id, state, starts, profile: as } = answer.value;
    process.stdout.write(`Authorization ${id}: ${as}, ${state}, from ${starts}.\n`);
  } finally {
    await close();
  }
}

/** `continuum access establish`: how the first ones of an installation come in; they do the rest on the screens. */
export const accessCommand = (): Command =>
  new Command('access')
    .description('authorizations of access')
    .addCommand(
      new Command('establish')
        .description(
          'give somebody their authorization without the workflow; one that ended is not begun again',
        )
        .argument('<practitioner>', 'id of the Practitioner')
        .requiredOption('--organization <id>', 'id of the Organization where they come in')
        .addOption(new Option('--profile <profile>', 'as what').choices(profiles).makeOptionMandatory())
        .requiredOption('--email <address>', 'where they are written to')
        .action(establish),
    );
