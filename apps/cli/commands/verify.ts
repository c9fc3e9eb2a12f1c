import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openRooms, readSettings } from '@continuum/apps-server';
import { exportAct } from '@continuum/registries-credential';
import { platformActor } from '@continuum/trust-access';
import { type ActFailure, type ActVerdict, type VerifiedAct, verifyAct } from '@continuum/trust-signature';
import { Command } from 'commander';
import { CommandProblem } from '../explain.ts';

/** What each failure means, to whoever was handed the export. */
const sentences: Record<ActFailure, string> = {
  'not-an-export':
    'This is not an export of signed acts: a FHIR Bundle, in JSON, with the acts and their Provenances.',
  'said-twice': 'A member of an object is there twice: one reader would see one value, another the other.',
  'signature-malformed':
    'The Provenance is not one that this signature makes: something in it was added, removed or moved.',
  'act-missing': 'The act that was signed is not in the export, or is there twice.',
  'content-changed': 'The act, or what is said of it, is not what was signed.',
  'assertion-refused': 'The key’s signature does not hold.',
  'certificate-refused': 'The signer’s certificate does not lead to this root.',
  'signer-foreign': 'The certificate is another person’s than the one who is said to have signed.',
  revoked: 'The signer’s certificate had been revoked.',
  'revocation-unknown':
    'Whether the signer’s certificate had been revoked is not shown for this signature at that time.',
  'anchor-missing': 'Nothing in the export proves when it was signed.',
  'anchor-foreign': 'The journal that is said to have recorded it is not one that this root answers for.',
  'entry-foreign': 'The journal’s entry is not of this signature.',
  'entry-not-in-journal': 'The journal’s entry is not in the journal whose head was signed.',
  'head-not-signed': 'The journal’s head does not bear the journal’s signature.',
  'time-out-of-bounds': 'The time that is said and the time that the journal proves do not agree.',
};

const checked = [
  'the act is, member for member, what was signed (its labels and version in the record apart)',
  'the signature is that person’s, by a key that verified them',
  'their certificate leads to the root, and had not been revoked when the authority was asked over this signature',
  'the journal recorded it, in a tree whose head it signed by the time it is proven by',
];

function held(act: VerifiedAct): string[] {
  return [
    `${act.act}${act.activity && `: ${act.activity}`}`,
    `  signed by   ${act.name} (${act.signer}), certificate ${act.serial}`,
    `  said to be  ${act.recorded.toISOString()}`,
    `  counted at  ${act.countedAt.toISOString()}: what the authority answered for the certificate`,
    `  proven by   ${act.provenBy.toISOString()}`,
    ...checked.map(line => `  checked     ${line}`),
    ...(act.revokedLater
      ? [
          `  note        the certificate was revoked later, ${act.revokedLater.toISOString()}: it counted then`,
        ]
      : []),
    '  IT HOLDS.',
  ];
}

function told(verdict: ActVerdict): string[] {
  if (verdict.ok) return held(verdict.act);
  const detail = verdict.detail ? ` (${verdict.detail})` : '';
  return [verdict.act || 'The export', `  ${sentences[verdict.why]}${detail}`, '  IT DOES NOT HOLD.'];
}

/** What is in the export beside the acts, of which nothing is known. */
function unsigned(text: string, verdicts: readonly ActVerdict[]): string[] {
  const acts = verdicts.map(verdict => (verdict.ok ? verdict.act.act : verdict.act));
  if (acts.includes('')) return [];
  const { entry } = JSON.parse(text) as { entry: { resource: { resourceType: string; id?: string } }[] };
  return entry
    .filter(({ resource }) => resource.resourceType !== 'Provenance')
    .map(({ resource }) => `${resource.resourceType}/${resource.id}`)
    .filter(reference => !acts.includes(reference));
}

const roots = (pem: string): string[] =>
  pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];

function verdictsOf(text: string, root: string, pem: string): ActVerdict[] {
  const believed = roots(pem);
  try {
    if (believed.length > 0) return verifyAct(text, believed);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  throw new CommandProblem(`${root} holds no certificate: give the authority’s root, in PEM, with --root.`);
}

async function read(path: string, what: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CommandProblem(`${path} cannot be read: give ${what}.`, { cause });
  });
}

/** `Type/<id>`, and of a version `/_history/<n>`. */
const reference = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/(\d{1,6}))?$/;

interface Options {
  root?: string;
  export?: string;
}

function tell(text: string, root: string, pem: string): void {
  const verdicts = verdictsOf(text, root, pem);
  const rest = unsigned(text, verdicts);
  const lines = [
    ...verdicts.flatMap(told),
    ...(rest.length > 0 ? [`Not signed, and not checked: ${rest.join(', ')}.`] : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  if (!verdicts.every(({ ok }) => ok)) process.exitCode = 1;
}

const readRoot = (path: string): Promise<string> =>
  read(path, 'the root certificate of the authority, in PEM, with --root');

/** What an export proves, with nothing but the root: the record is not asked. */
async function verifyFile(path: string, { root }: Options): Promise<void> {
  if (root === undefined)
    throw new CommandProblem('--root is missing: give the authority’s root certificate, in PEM.');
  tell(await read(path, 'a file with the export of a signed act'), root, await readRoot(root));
}

/** The same, of an act of the record: it is exported as its operator, which the journal notes, and then only the export counts. */
async function verifyReference(act: string, options: Options): Promise<void> {
  const settings = readSettings(process.env);
  const root = options.root ?? join(settings.data, 'pki', 'root.pem');
  const pem = await readRoot(root);
  const text = await exportOf(act, settings);
  if (options.export !== undefined) await writeFile(options.export, text, { mode: 0o600 });
  tell(text, root, pem);
}

async function exportOf(act: string, settings: ReturnType<typeof readSettings>): Promise<string> {
  const [, type, id, version] = reference.exec(act)!;
  const { rooms, close } = await openRooms(settings);
  try {
    const origin = { request: randomUUID(), address: 'local', channel: 'cli' };
    const access = rooms.gate.open(platformActor, { of: 'HSYSADMIN' }, origin);
    const asked = { type: type!, id: id!, ...(version && { version: Number(version) }) };
    const found = await exportAct(access, rooms.authority, asked);
    if (found.outcome === 'found') return found.text;
    if (found.outcome === 'pending')
      throw new CommandProblem(
        `${act}: the journal has not numbered it yet; start the server, or ask again in some seconds.`,
      );
    throw new CommandProblem(
      `${act}: the record has no signed act that answers to that, or a refusal covers it.`,
    );
  } finally {
    await close();
  }
}

const verify = (what: string, options: Options): Promise<void> =>
  reference.test(what) && !existsSync(what) ? verifyReference(what, options) : verifyFile(what, options);

/** `continuum verify <file|reference>`: checks signed acts with nothing but their export and the root. */
export const verifyCommand = (): Command =>
  new Command('verify')
    .description('check the signed acts of an export, or one of the record; exit 1 when one does not hold')
    .argument(
      '<what>',
      'a FHIR Bundle in JSON (acts and their Provenances), or MedicationRequest/<id>[/_history/<version>]',
    )
    .option(
      '--root <file>',
      'the authority’s root certificate, PEM; of the record’s acts, that of CONTINUUM_DATA by default',
    )
    .option('--export <file>', 'keep the export of the record’s act there')
    .action(verify);
