import { readFile } from 'node:fs/promises';
import { openRooms, readSettings } from '@continuum/apps-server';
import { BadRegistration, type Partner, type Partners } from '@continuum/registries-partner';
import { Command } from 'commander';
import { CommandProblem } from '../explain.ts';

/** What a file may leave out. */
const defaults = {
  jwks: { keys: [] },
  registersUsagers: false,
  redirectUris: [],
  state: 'active',
  senders: [],
  profile: 'none',
} as const;

const required = ['clientId', 'name', 'organization'] as const;

async function readPartner(path: string): Promise<Partner> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CommandProblem(`${path}: there is no such file.`, { cause });
  });
  let given: Partial<Partner>;
  try {
    given = JSON.parse(text) as Partial<Partner>;
  } catch (cause) {
    throw new CommandProblem(`${path} is not JSON.`, { cause });
  }
  const missing = required.find(name => given[name] === undefined);
  if (missing) throw new CommandProblem(`${path}: ${missing} is missing.`);
  return { ...structuredClone(defaults), ...given } as Partner;
}

async function withPartners(work: (partners: Partners) => Promise<void>): Promise<void> {
  const { rooms, close } = await openRooms(readSettings(process.env));
  try {
    await work(rooms.partners);
  } finally {
    await close();
  }
}

const register = (path: string) =>
  withPartners(async partners => {
    const partner = await readPartner(path);
    await partners.register(partner).catch((error: unknown) => {
      throw error instanceof BadRegistration
        ? new CommandProblem(`${path}: ${error.message}`, { cause: error })
        : error;
    });
    process.stdout.write(`${partner.clientId}: registered\n`);
  });

const setVersion = (clientId: string, version: string) =>
  withPartners(async partners => {
    const isThere = await partners.setVersion(clientId, version).catch((error: unknown) => {
      throw error instanceof BadRegistration ? new CommandProblem(error.message, { cause: error }) : error;
    });
    if (!isThere) throw new CommandProblem(`${clientId}: nobody bears that client id.`);
    process.stdout.write(`${clientId}: runs version ${version}\n`);
  });

const setState = (state: 'active' | 'suspended', done: string) => (clientId: string) =>
  withPartners(async partners => {
    if (!(await partners.setState(clientId, state)))
      throw new CommandProblem(`${clientId}: nobody bears that client id.`);
    process.stdout.write(`${clientId}: ${done}\n`);
  });

/** `continuum partner register <file>`, `version <client> <version>`, `suspend <client>`, `restore <client>`: systems and applications. */
export const partnerCommand = (): Command =>
  new Command('partner')
    .description('systems and applications that may connect')
    .addCommand(
      new Command('register')
        .description('register, or replace, what a JSON file says (see registries/partner/README.md)')
        .argument('<file>')
        .action(register),
    )
    .addCommand(
      new Command('version')
        .description('which version of its product that system runs: what is attested is looked at by it')
        .argument('<client>')
        .argument('<version>', 'as its maker writes it')
        .action(setVersion),
    )
    .addCommand(
      new Command('suspend')
        .description('refused from the next request on, with every token that it holds')
        .argument('<client>')
        .action(setState('suspended', 'suspended')),
    )
    .addCommand(new Command('restore').argument('<client>').action(setState('active', 'active again')));
