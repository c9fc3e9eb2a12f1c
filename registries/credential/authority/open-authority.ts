import { randomBytes, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import type { Pool, Tx } from '@continuum/record-database';
import type { AuthorityKey, KeyKeeper, KeyName } from './authority-key.ts';
import { authorityExtensions } from './certificate-profile.ts';
import { keepCertificate, readAuthority } from './certificate-store.ts';
import { keepOnce, readIfThere } from './encrypted-keys.ts';
import { makeCertificate, toName } from './make-certificate.ts';

/** The authority's two certificates, and the key that signs what it issues. */
export interface OpenedAuthority {
  root: X509Certificate;
  issuing: X509Certificate;
  key: AuthorityKey;
}

interface Opening {
  pool: Pool;
  /** `$CONTINUUM_DATA/pki`: the certificates, and the keys when they are not in a token. */
  folder: string;
  keeper: KeyKeeper;
  /** Whether the authority is made when there is none. */
  create: boolean;
  now: Date;
}

const day = 86_400_000;
const names = { root: 'Continuum Root CA', issuing: 'Continuum Issuing CA' } as const;
const days = { root: 20 * 365, issuing: 10 * 365 } as const;
const file = (name: KeyName) => `${name}.pem`;

/** Random, 128 bits, as 32 hexadecimal digits. */
export const newSerial = (): string => randomBytes(16).toString('hex');

async function certify(now: Date, name: KeyName, key: AuthorityKey, issuer: AuthorityKey): Promise<string> {
  const subject = { commonName: names[name], organization: 'Continuum' };
  const content = {
    serial: newSerial(),
    subject: toName(subject),
    publicKey: key.publicKey,
    notBefore: now,
    notAfter: new Date(now.getTime() + days[name] * day),
    extensions: authorityExtensions(name === 'issuing' ? 0 : undefined),
  };
  const signer = { name: toName({ ...subject, commonName: names.root }), key: issuer };
  return new X509Certificate(await makeCertificate(content, signer)).toString();
}

async function register(tx: Tx, name: KeyName, certificate: X509Certificate): Promise<void> {
  const { raw: der, serialNumber, validFromDate: issued, validToDate: expires } = certificate;
  const serial = serialNumber.toLowerCase().padStart(32, '0');
  const kept = { serial, profile: name, subject: name, name: names[name], der };
  await keepCertificate(tx, { ...kept, issued, expires }, 'Device/continuum');
}

/** Made once: keys and certificates that an interrupted start, or an earlier database, left behind serve again. */
async function create(tx: Tx, opening: Opening): Promise<void> {
  const { keeper, folder, now } = opening;
  if (!opening.create)
    throw new Error(
      `CONTINUUM_DATA: ${join(folder, file('root'))} is missing: make the certificate authority, once, with "npx continuum certificate authority".`,
    );
  const openOrMake = async (name: KeyName) => (await keeper.open(name)) ?? (await keeper.create(name));
  if ((await readIfThere(join(folder, file('issuing')))) === undefined) {
    const [root, issuing] = [await openOrMake('root'), await openOrMake('issuing')];
    await keepOnce(folder, file('root'), await certify(now, 'root', root, root));
    await keepOnce(folder, file('issuing'), await certify(now, 'issuing', issuing, root));
  }
  for (const name of ['root', 'issuing'] as const)
    await register(tx, name, await readCertificateFile(opening, name));
}

/** A certificate as the folder holds it: what a process trusts is a file of its own, not a row that somebody wrote. */
async function readCertificateFile({ folder }: Opening, name: KeyName): Promise<X509Certificate> {
  const path = join(folder, file(name));
  const pem = await readIfThere(path);
  if (pem === undefined)
    throw new Error(
      `CONTINUUM_DATA: ${path} is missing: copy there the folder pki of the process that made the authority.`,
    );
  return new X509Certificate(pem);
}

async function openIssuingKey({ keeper }: Opening, issuing: X509Certificate): Promise<AuthorityKey> {
  const key = await keeper.open('issuing');
  const certified = issuing.publicKey.export({ type: 'spki', format: 'der' });
  if (key?.publicKey.equals(certified)) return key;
  throw new Error(
    `CONTINUUM_DATA: ${keeper.describe('issuing')} is ${key ? 'another key than the issuing certificate’s' : 'missing'}: bring back the one that was there.`,
  );
}

/**
 * Opens the certificate authority, or makes it when the database knows of none and it may: a root, and an issuing authority
 * under it. The root's key is used at that moment only, and may then be taken away.
 * @throws Error with one line that names the setting and the mend
 */
export async function openAuthorityKeys(opening: Opening): Promise<OpenedAuthority> {
  await opening.pool.transaction(async tx => {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('continuum certificate authority', 0))`);
    const known = await readAuthority(tx);
    if (known.length === 0) await create(tx, opening);
  });
  const root = await readCertificateFile(opening, 'root');
  const issuing = await readCertificateFile(opening, 'issuing');
  const known = await readAuthority(opening.pool);
  const asKept = [root, issuing].every(({ raw }) => known.some(({ der }) => der.equals(raw)));
  if (!asKept || !issuing.verify(root.publicKey))
    throw new Error(
      `CONTINUUM_DATA: ${opening.folder} holds the certificates of another authority than the database: bring back the folder that goes with it.`,
    );
  return { root, issuing, key: await openIssuingKey(opening, issuing) };
}
