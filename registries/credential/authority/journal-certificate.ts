import { createPublicKey } from 'node:crypto';
import type { Pool, Tx } from '@continuum/record-database';
import type { AuthorityKey } from './authority-key.ts';
import { journalExtensions } from './certificate-profile.ts';
import { type Certificate, certificatesOf, keepCertificate } from './certificate-store.ts';
import { makeCertificate, toName } from './make-certificate.ts';
import type { Name } from './x509.ts';

/** The key that signs the heads of the journal: its public half and its name (RFC 7638). */
export interface JournalKey {
  id: string;
  /** SubjectPublicKeyInfo, DER: Ed25519. */
  publicKey: Buffer;
}

interface Certifying {
  issuer: { name: Name; key: AuthorityKey; expires: Date };
  publicUrl: string;
  now: Date;
  newSerial: () => string;
}

const day = 86_400_000;
const lifetime = 3 * 365 * day;
/** Another is made while the one before still counts: heads are signed every few seconds. */
const margin = 90 * day;

const subjectOf = (key: string): string => `journal/${key}`;

const isEd25519 = (publicKey: Buffer): boolean =>
  createPublicKey({ key: publicKey, type: 'spki', format: 'der' }).asymmetricKeyType === 'ed25519';

async function certify({ id, publicKey }: JournalKey, { issuer, publicUrl, now, newSerial }: Certifying) {
  const issued = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const expires = new Date(Math.min(issued.getTime() + lifetime, issuer.expires.getTime()));
  const name = `Continuum journal ${id.slice(0, 12)}`;
  const content = {
    serial: newSerial(),
    subject: toName({ commonName: name, organization: 'Continuum' }),
    publicKey,
    ...{ notBefore: issued, notAfter: expires, extensions: journalExtensions(id, publicUrl) },
  };
  const der = await makeCertificate(content, issuer);
  return {
    serial: content.serial,
    profile: 'journal',
    subject: subjectOf(id),
    name,
    der,
    issued,
    expires,
  } as const;
}

async function renewed(tx: Tx, key: JournalKey, certifying: Certifying): Promise<Certificate | undefined> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('continuum journal certificate', 0))`);
  const [newest] = await certificatesOf(tx, subjectOf(key.id));
  // Whoever revoked it no longer believes in that key: another certificate would say the contrary.
  if (newest?.revoked || (newest && newest.expires.getTime() > certifying.now.getTime() + margin))
    return undefined;
  const made = await certify(key, certifying);
  await keepCertificate(tx, made, 'Device/continuum');
  return { ...made, revoked: null, reason: null };
}

/**
 * Certifies the journal's key for telling time (RFC 3161 §2.3: that purpose alone, critical), unless it has a certificate that
 * counts for three months more. A key that was replaced is another one, with a certificate of its own; those before stay, for
 * the heads that they signed. Resolves to what it issued, if it did.
 * @throws TypeError for a key of another kind
 */
export async function certifyJournalKey(
  pool: Pool,
  key: JournalKey,
  certifying: Certifying,
): Promise<Certificate | undefined> {
  if (!isEd25519(key.publicKey)) throw new TypeError('The journal’s key is not of Ed25519.');
  return pool.transaction(tx => renewed(tx, key, certifying));
}

/** The certificate of a journal's key that counted at a moment; undefined when there is none, or it was revoked. */
export async function journalCertificateAt(
  pool: Pool,
  key: string,
  moment: Date,
): Promise<Certificate | undefined> {
  const all = await certificatesOf(pool, subjectOf(key));
  return all.find(
    ({ issued, expires, revoked }) => revoked === null && issued <= moment && moment <= expires,
  );
}
