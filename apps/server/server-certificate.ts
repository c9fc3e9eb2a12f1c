import { createPrivateKey, generateKeyPairSync, randomUUID, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { type Authority, isCertificateGood, toPem } from '@continuum/registries-credential';
import { platformActor } from '@continuum/trust-access';
import type { Rooms } from './rooms.ts';
import { BadSetting, type Settings } from './settings.ts';

/** What a TLS server shows: its certificate with the chain, and the key, both PEM. */
interface ServerCertificate {
  cert: string;
  key: string;
}

const renewBefore = 30 * 86_400_000;

const readFileOf = (name: string, path: string): Promise<string> =>
  readFile(path, 'utf8').catch(cause => {
    throw new BadSetting(name, `${path} cannot be read (${cause.code}); give a PEM file.`);
  });

function checkPair({ cert, key }: ServerCertificate): void {
  try {
    createSecureContext({ cert, key });
  } catch {
    throw new BadSetting('TLS_KEY', 'it is not the private key of the certificate in TLS_CERT, in PEM.');
  }
}

/**
 * The server's certificate from the files that the settings name; undefined in the demonstration when none is named.
 * @throws BadSetting
 */
export async function readServerCertificate(settings: Settings): Promise<ServerCertificate | undefined> {
  const { tlsCert, tlsKey, demonstration } = settings;
  if (demonstration && tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined)
    throw new BadSetting('TLS_CERT', 'it is missing; give the file of the server’s certificate, PEM.');
  if (tlsKey === undefined)
    throw new BadSetting('TLS_KEY', 'it is missing; give the file of the certificate’s private key, PEM.');
  const pair = { cert: await readFileOf('TLS_CERT', tlsCert), key: await readFileOf('TLS_KEY', tlsKey) };
  checkPair(pair);
  return pair;
}

/**
 * The further authorities of clients' certificates, PEM; undefined when none is named.
 * @throws BadSetting
 */
export async function readClientAuthorities({ tlsClientCa }: Settings): Promise<string | undefined> {
  if (tlsClientCa === undefined) return undefined;
  const pem = await readFileOf('TLS_CLIENT_CA', tlsClientCa);
  const parts = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    if (parts.length > 0 && parts.every(part => new X509Certificate(part).ca)) return parts.join('\n');
  } catch {
    // Said below.
  }
  throw new BadSetting(
    'TLS_CLIENT_CA',
    `${tlsClientCa} holds no authorities' certificates; give them in PEM.`,
  );
}

interface Issuing {
  settings: Settings;
  authority: Authority;
  database: Pick<Rooms['database'], 'service'>;
}

const serialOf = ({ serialNumber }: X509Certificate): string => serialNumber.toLowerCase().padStart(32, '0');

async function stillServes(
  { authority, database }: Issuing,
  { cert, key }: ServerCertificate,
): Promise<boolean> {
  try {
    const leaf = new X509Certificate(cert);
    const { publicKey } = new X509Certificate(authority.issuing);
    const later = new Date(Date.now() + renewBefore);
    if (!leaf.verify(publicKey) || !leaf.checkPrivateKey(createPrivateKey(key))) return false;
    return (
      leaf.checkHost('localhost') !== undefined && isCertificateGood(database.service, serialOf(leaf), later)
    );
  } catch {
    return false;
  }
}

async function issue({ authority }: Issuing): Promise<ServerCertificate> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = await authority.issue(
    {
      profile: 'system',
      subject: platformActor.id,
      name: 'Continuum',
      publicKey: publicKey.export({ type: 'spki', format: 'der' }),
      hosts: ['localhost'],
    },
    { actor: platformActor, origin: { request: randomUUID(), address: 'local', channel: 'server' } },
  );
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  return { cert: `${toPem(certificate)}${new X509Certificate(authority.issuing)}`, key };
}

/** Whole or not at all: key and certificate are one file. */
async function keep(folder: string, pair: ServerCertificate): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'server.json');
  await writeFile(`${path}.new`, JSON.stringify(pair), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

const readKept = (folder: string): Promise<ServerCertificate | undefined> =>
  readFile(join(folder, 'server.json'), 'utf8').then(
    text => JSON.parse(text) as ServerCertificate,
    () => undefined,
  );

/**
 * The server's certificate as it is now: from the files of the settings; in the demonstration without them, one for
 * localhost by the platform's own authority, kept in `$CONTINUUM_DATA/tls`, and issued anew thirty days before its end
 * or when the authority does not stand by it any more.
 * @throws BadSetting
 */
export async function serverCertificate(issuing: Issuing): Promise<ServerCertificate> {
  const given = await readServerCertificate(issuing.settings);
  if (given) return given;
  const folder = join(issuing.settings.data, 'tls');
  const kept = await readKept(folder);
  if (kept && (await stillServes(issuing, kept))) return kept;
  const made = await issue(issuing);
  await keep(folder, made);
  return made;
}
