import { randomUUID } from 'node:crypto';
import { findPractitioner, openRooms, readSettings } from '@continuum/apps-server';
import type { Keys } from '@continuum/registries-credential';
import { platformActor } from '@continuum/trust-access';
import { Argument, Command } from 'commander';
import { CommandProblem } from '../explain.ts';

type Rooms = Awaited<ReturnType<typeof openRooms>>['rooms'];
type KeyEvent = Parameters<Keys['change']>[1];

const events: KeyEvent[] = ['activate', 'lost', 'suspend', 'restore', 'blocked', 'revoke', 'renew'];

const caller = () => ({
  actor: platformActor,
  origin: { request: randomUUID(), address: 'local', channel: 'cli' },
});

async function withRooms(work: (rooms: Rooms) => Promise<string>): Promise<void> {
  const { rooms, close } = await openRooms(readSettings(process.env));
  try {
    process.stdout.write(await work(rooms));
  } finally {
    await close();
  }
}

const invite = (id: string, { userName }: { userName: string }): Promise<void> =>
  withRooms(async ({ gate, database, enrolment }) => {
    const person = await findPractitioner(gate, database.service, id);
    if (person === undefined) throw new CommandProblem(`${id}: the register has no Practitioner of that id.`);
    const { name, organization } = person;
    const whom = { userName, holder: `Practitioner/${id}`, name, organization: organization?.name };
    const invited = await enrolment.invite(whom, caller());
    if (invited === undefined)
      throw new CommandProblem(`--user-name: "${userName}" is somebody else’s; choose another.`);
    return `${invited.code}\n`;
  });

const change = (id: string, event: KeyEvent): Promise<void> =>
  withRooms(async ({ keys }) => {
    const done = await keys.change(id, event, caller());
    if (done.changed) return `The key ${id} is ${done.state}.\n`;
    const state = done.why === 'state' ? `is ${done.state}: ${event} cannot happen to it` : 'is not known';
    throw new CommandProblem(`The key ${id} ${state}; see "npx continuum key list".`);
  });

const list = (): Promise<void> =>
  withRooms(async ({ keys }) =>
    (await keys.list())
      .map(key => [key.id, key.kind, key.userName, key.holder, key.state, key.expires.toISOString()])
      .map(fields => `${fields.join('  ')}\n`)
      .join(''),
  );

/** `continuum key invite|event|list`: how the first of those who manage access gets a key; they do the rest on the screens. */
export const keyCommand = (): Command =>
  new Command('key')
    .description('the keys of persons')
    .addCommand(
      new Command('invite')
        .description('print a code with which a person enrols a FIDO2 key, on the sign-in page')
        .argument('<practitioner>', 'id of the Practitioner')
        .requiredOption('--user-name <name>', 'the name that they will sign in with')
        .action(invite),
    )
    .addCommand(
      new Command('event')
        .description('say what happened to a key: it follows, with its certificate and its sessions')
        .argument('<key>')
        .addArgument(new Argument('<event>').choices(events))
        .action(change),
    )
    .addCommand(new Command('list').description('every key, and its state').action(list));
