import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { readSettings, type Settings } from '@continuum/apps-server';
import { connectMllp } from '@continuum/exchange-hl7v2-mllp';
import { signMessage } from '@continuum/trust-signature';
import { Command } from 'commander';
import { CommandProblem } from '../explain.ts';
import { getToken, readClient } from '../token.ts';

type Send = (
  settings: Settings,
  bytes: Buffer,
  client: string | undefined,
) => Promise<{ accepted: boolean; answer: string }>;

const sendHl7: Send = async ({ mllpPort }, bytes) => {
  const client = await connectMllp({ port: mllpPort });
  try {
    const answer = Buffer.from(await client.send(bytes))
      .toString('utf8')
      .replaceAll('\r', '\n');
    return { accepted: /^MSA\|(AA|CA)/m.test(answer), answer: /^MSA.*$/m.exec(answer)?.[0] ?? answer };
  } finally {
    await client.close();
  }
};

interface Outcome {
  issue?: { diagnostics?: string }[];
}

/** The sentences of an OperationOutcome, whatever else the answer is. */
function sentences(text: string): string {
  try {
    return ((JSON.parse(text) as Outcome).issue ?? []).map(({ diagnostics }) => diagnostics ?? '').join(' ');
  } catch {
    return '';
  }
}

const meanings: Record<number, string> = {
  200: 'stored',
  201: 'stored',
  202: 'kept; it waits for its usager to be identified',
  409: 'not stored',
};

/** What a system adds to a request so that what it deposits is signed (RFC 9421, RFC 9530). */
async function signed(settings: Settings, client: string, url: string, type: string, body: Buffer) {
  const { jwk } = await readClient(settings, client);
  const request = { method: 'POST', url, headers: { 'Content-Type': type } };
  const nonce = randomBytes(16).toString('base64url');
  return signMessage(request, { key: { ...jwk }, keyid: String(jwk.kid), created: new Date(), nonce, body });
}

async function post(settings: Settings, path: string, type: string, bytes: Buffer, client: string) {
  const url = `${settings.publicUrl}${path}`;
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await getToken(settings, client)}`,
      'content-type': type,
      ...(await signed(settings, client, url, type, bytes)),
    },
    body: new Uint8Array(bytes),
  });
  const said = [meanings[response.status], response.headers.get('warning'), sentences(await response.text())];
  const answer = `HTTP ${response.status}: ${said.filter(Boolean).join('. ')}`;
  return { accepted: response.ok, answer };
}

const sendFhir: Send = (settings, bytes, client = 'hopital-demo') => {
  const { resourceType, type } = JSON.parse(bytes.toString('utf8')) as {
    resourceType?: string;
    type?: string;
  };
  const whole = resourceType === 'Bundle' && (type === 'transaction' || type === 'batch');
  return post(settings, `/fhir/R4${whole ? '' : `/${resourceType}`}`, 'application/fhir+json', bytes, client);
};

const sendDicom: Send = (settings, bytes, client = 'imagerie-demo') => {
  const boundary = 'continuum-ingest';
  const head = Buffer.from(`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`);
  const body = Buffer.concat([head, bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  const type = `multipart/related; type="application/dicom"; boundary=${boundary}`;
  return post(settings, '/dicomweb/studies', type, body, client);
};

const senders: [RegExp, Send][] = [
  [/\.(hl7|txt)$/i, sendHl7],
  [/\.json$/i, sendFhir],
  [/\.dcm$/i, sendDicom],
];

async function ingest(files: string[], { client }: { client?: string }): Promise<void> {
  const settings = readSettings(process.env);
  let refused = 0;
  for (const file of files) {
    const send = senders.find(([ending]) => ending.test(file))?.[1];
    if (!send) throw new CommandProblem(`${file}: send .hl7, .json (FHIR) or .dcm files.`);
    const { accepted, answer } = await send(settings, await readFile(file), client);
    if (!accepted) refused++;
    process.stdout.write(`${file}: ${answer}\n`);
  }
  if (refused > 0) throw new CommandProblem(`${refused} of ${files.length} files were not accepted.`);
}

/** `continuum ingest <file…>`: deposits files through the running server's own doors. */
export const ingestCommand = (): Command =>
  new Command('ingest')
    .description(
      'deposit files through the running server: HL7 v2 by MLLP; FHIR by REST and DICOM by STOW-RS, signed by the system',
    )
    .argument('<files...>')
    .option('--client <client>', 'the demonstration system that deposits')
    .action(ingest);
