import { hash } from 'node:crypto';
import type { Query } from '@continuum/record-database';
import type { CertificateProfile } from './certificate-profile.ts';

/** Why a certificate no longer counts (CRLReason, RFC 5280, §5.3.1), by its number there. `certificateHold` may be lifted. */
export const revocationReasons = {
  unspecified: 0,
  keyCompromise: 1,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  privilegeWithdrawn: 9,
} as const;
export type RevocationReason = keyof typeof revocationReasons;

/** A certificate as the authority keeps it. */
export interface Certificate {
  /** 32 hexadecimal digits: 128 random bits. */
  serial: string;
  profile: CertificateProfile | 'root' | 'issuing' | 'journal';
  /** `Practitioner/<id>`, `Organization/<id>`, `Device/<client id>`. */
  subject: string;
  name: string;
  der: Buffer;
  issued: Date;
  expires: Date;
  revoked: Date | null;
  reason: RevocationReason | null;
}

/** What a statement needs: a pool or a transaction. */
export interface Queryable {
  query: Query;
}

const columns = 'serial, profile, subject, name, der, issued, expires, revoked, reason';

const insert = `
  WITH kept AS (
    INSERT INTO service.certificate (serial, profile, subject, name, sha256, der, issued, expires)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING serial)
  INSERT INTO service.certificate_event (serial, event, at, by) SELECT serial, 'issued', $7, $9 FROM kept`;

/** Keeps a certificate that was just made, and that it was issued. */
export async function keepCertificate(
  db: Queryable,
  certificate: Omit<Certificate, 'revoked' | 'reason'>,
  by: string,
): Promise<void> {
  const { serial, profile, subject, name, der, issued, expires } = certificate;
  const sha256 = hash('sha256', der, 'buffer');
  await db.query(insert, [serial, profile, subject, name, sha256, der, issued, expires, by]);
}

/** The certificates of a subject, or of everybody, newest first; the authority's own are not among them. */
export const listCertificates = (db: Queryable, subject?: string): Promise<Certificate[]> =>
  db.query<Certificate>(
    `SELECT ${columns} FROM service.certificate
      WHERE profile NOT IN ('root', 'issuing') AND ($1::text IS NULL OR subject = $1)
      ORDER BY issued DESC, serial LIMIT 10000`,
    [subject ?? null],
  );

/** Every certificate of a subject, newest first. */
export const certificatesOf = (db: Queryable, subject: string): Promise<Certificate[]> =>
  db.query<Certificate>(
    `SELECT ${columns} FROM service.certificate WHERE subject = $1 ORDER BY issued DESC, serial`,
    [subject],
  );

/** Whether a certificate that counts would end by that moment; false of one that was revoked: another is not due. */
export async function endsBy(db: Queryable, serial: string, moment: Date): Promise<boolean> {
  const text = 'SELECT FROM service.certificate WHERE serial = $1 AND revoked IS NULL AND expires <= $2';
  return (await db.query(text, [serial, moment])).length === 1;
}

/** The newest certificates of the authority itself. */
export const readAuthority = (db: Queryable): Promise<Certificate[]> =>
  db.query<Certificate>(
    `SELECT DISTINCT ON (profile) ${columns} FROM service.certificate
      WHERE profile IN ('root', 'issuing') ORDER BY profile, issued DESC`,
  );

/** From which state a change may start, and what it leaves: what is revoked for good stays so. */
const changes = {
  suspended: {
    from: 'revoked IS NULL',
    to: `revoked = $2, reason = 'certificateHold'`,
  },
  restored: {
    from: `reason = 'certificateHold'`,
    to: 'revoked = NULL, reason = NULL',
  },
  // One that was suspended does not count since then.
  revoked: {
    from: `(revoked IS NULL OR reason = 'certificateHold')`,
    to: 'revoked = coalesce(revoked, $2), reason = $4',
  },
} as const;
export type CertificateChange = keyof typeof changes;

const changeStatement = (change: CertificateChange): string => `
  WITH changed AS (
    UPDATE service.certificate SET ${changes[change].to}
     WHERE serial = $1 AND profile NOT IN ('root', 'issuing') AND ${changes[change].from}
    RETURNING serial, subject),
  noted AS (
    INSERT INTO service.certificate_event (serial, event, at, by, reason)
    SELECT serial, '${change}', $2, $3, $4::text FROM changed)
  SELECT subject FROM changed`;

/**
 * Suspends, restores or revokes a certificate, and keeps that it was done, by whom. It counts from the next request
 * on, in every process: the state is read with each.
 * Resolves to whose it is; undefined when there is no such certificate, or it is not in a state that allows it.
 */
export async function changeCertificate(
  db: Queryable,
  serial: string,
  change: CertificateChange,
  how: { at: Date; by: string; reason?: RevocationReason },
): Promise<string | undefined> {
  const values = [serial, how.at, how.by, how.reason ?? null];
  return (await db.query<{ subject: string }>(changeStatement(change), values))[0]?.subject;
}

/**
 * The condition that a certificate counts, for a statement that joins `service.certificate`.
 * @param alias of that table there; @param now the placeholder of the moment, `$2`.
 */
export const certificateCounts = (alias: string, now: string): string =>
  `(${alias}.revoked IS NULL AND ${alias}.expires > ${now})`;

/** Whether the certificate of that serial number counts at that moment: issued here, neither revoked, suspended nor expired. */
export async function isCertificateGood(db: Queryable, serial: string, now: Date): Promise<boolean> {
  const text = `SELECT FROM service.certificate c WHERE c.serial = $1 AND ${certificateCounts('c', '$2')}`;
  return (await db.query(text, [serial, now], 'certificate-good')).length === 1;
}
