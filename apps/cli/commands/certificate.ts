import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { openRooms, readSettings } from '@continuum/apps-server';
import {
  type Certificate,
  type CertificateProfile,
  type RevocationReason,
  readCertificateRequest,
  revocationReasons,
  toPem,
} from '@continuum/registries-credential';
import { platformActor } from '@continuum/trust-access';
import { Command, Option } from 'commander';
import { CommandProblem } from '../explain.ts';

type Rooms = Awaited<ReturnType<typeof openRooms>>['rooms'];

/** The platform asks, on the machine where its command line is run. */
const caller = () => ({
  actor: platformActor,
  origin: { request: randomUUID(), address: 'local', channel: 'cli' },
});

async function withRooms(work: (rooms: Rooms) => Promise<string>, createAuthority?: boolean): Promise<void> {
  const { rooms, close } = await openRooms(readSettings(process.env), { createAuthority });
  try {
    process.stdout.write(await work(rooms));
  } finally {
    await close();
  }
}

interface IssueOptions {
  profile: CertificateProfile;
  subject: string;
  name: string;
  organization?: string;
  host?: string[];
}

async function issue(path: string, { host, ...given }: IssueOptions): Promise<void> {
  const pem = await readFile(path, 'utf8').catch(cause => {
    throw new CommandProblem(`${path}: there is no such file.`, { cause });
  });
  const publicKey = await readCertificateRequest(pem);
  if (publicKey === undefined)
    throw new CommandProblem(
      `${path}: it is not a certificate request (PKCS#10, PEM) signed by its own P-256 key: make one with "openssl req -new".`,
    );
  await withRooms(async ({ authority }) => {
    const certificate = await authority.issue({ ...given, publicKey, hosts: host ?? [] }, caller());
    return `${toPem(certificate)}${authority.chain}`;
  });
}

const revoke = (serial: string, { reason }: { reason: RevocationReason }): Promise<void> =>
  withRooms(async ({ authority }) => {
    const subject = await authority.revoke(serial.toLowerCase(), reason, caller());
    if (subject === undefined)
      throw new CommandProblem(
        `${serial}: no certificate of that serial number, or it is revoked: see "npx continuum certificate list".`,
      );
    return `The certificate ${serial} of ${subject} is revoked (${reason}).\n`;
  });

function stateOf({ revoked, reason, expires }: Certificate, now: Date): string {
  if (revoked !== null) return `${reason} since ${revoked.toISOString()}`;
  return expires > now ? 'good' : 'expired';
}

const list = ({ subject }: { subject?: string }): Promise<void> =>
  withRooms(async ({ authority }) =>
    (await authority.list(subject))
      .map(each => [
        each.serial,
        each.profile,
        each.subject,
        each.expires.toISOString(),
        stateOf(each, new Date()),
      ])
      .map(fields => `${fields.join('  ')}\n`)
      .join(''),
  );

const issueCommand = () =>
  new Command('issue')
    .description('issue a certificate over the key of a request (PKCS#10); prints it and its chain, in PEM')
    .argument('<request.pem>')
    .addOption(
      new Option('--profile <profile>', 'what the holder is')
        .choices(['person', 'organization', 'system'])
        .makeOptionMandatory(),
    )
    .requiredOption('--subject <reference>', 'Practitioner/<id>, Organization/<id> or Device/<client id>')
    .requiredOption('--name <name>', 'as a person reads it')
    .option('--organization <name>', 'on whose behalf')
    .option('--host <name...>', 'names of a system’s hosts')
    .action(issue);

const revokeCommand = () =>
  new Command('revoke')
    .description('revoke a certificate for good: refused from the next request on')
    .argument('<serial>')
    .addOption(
      new Option('--reason <reason>')
        .choices(Object.keys(revocationReasons).filter(reason => reason !== 'certificateHold'))
        .default('unspecified'),
    )
    .action(revoke);

/** `continuum certificate issue|revoke|list|authority`: the certificate authority, from the command line. */
export const certificateCommand = (): Command =>
  new Command('certificate')
    .description('the certificates of persons, organizations and systems')
    .addCommand(issueCommand())
    .addCommand(revokeCommand())
    .addCommand(
      new Command('list')
        .description('serial number, profile, subject, end and state of each certificate')
        .option('--subject <reference>', 'of one subject only')
        .action(list),
    )
    .addCommand(
      new Command('authority')
        .description('make the certificate authority, once, outside the demonstration; prints its root')
        .action(() => withRooms(async ({ authority }) => authority.root, true)),
    );
