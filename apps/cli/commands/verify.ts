import { readFile } from 'node:fs/promises';
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
  'revocation-unknown': 'Whether the signer’s certificate had been revoked is not shown for that time.',
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
  'their certificate leads to the root, and had not been revoked',
  'the journal recorded it, in a tree whose head it signed by the time above',
];

function held(act: VerifiedAct): string[] {
  return [
    `${act.act}${act.activity && `: ${act.activity}`}`,
    `  signed by   ${act.name} (${act.signer}), certificate ${act.serial}`,
    `  said to be  ${act.recorded.toISOString()}`,
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

async function verify(path: string, { root }: { root: string }): Promise<void> {
  const text = await read(path, 'a file with the export of a signed act');
  const pem = await read(root, 'the root certificate of the authority, in PEM, with --root');
  const verdicts = verdictsOf(text, root, pem);
  const rest = unsigned(text, verdicts);
  const lines = [
    ...verdicts.flatMap(told),
    ...(rest.length > 0 ? [`Not signed, and not checked: ${rest.join(', ')}.`] : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  if (!verdicts.every(({ ok }) => ok)) process.exitCode = 1;
}

/** `continuum verify <file> --root <pem>`: checks signed acts with nothing but their export and the root. */
export const verifyCommand = (): Command =>
  new Command('verify')
    .description('check the signed acts of an export, offline; exit 1 when one does not hold')
    .argument('<file>', 'a FHIR Bundle in JSON: acts and their Provenances')
    .requiredOption('--root <file>', 'the authority’s root certificate, PEM')
    .action(verify);
