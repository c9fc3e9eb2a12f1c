import { hash } from 'node:crypto';
import type { Pool, Tx } from '@continuum/record-database';
import { AsnConvert } from '@peculiar/asn1-schema';
import { CRLNumber } from '@peculiar/asn1-x509';
import type { AuthorityKey } from './authority-key.ts';
import { type RevocationReason, revocationReasons } from './certificate-store.ts';
import { signingWith, toKeyIdentifier } from './make-certificate.ts';
import { AuthorityKeyIdentifierExtension, Extension, type Name, X509CrlGenerator } from './x509.ts';

interface Entry {
  serial: string;
  revoked: Date;
  reason: RevocationReason;
}

const hour = 3_600_000;
/** A list is good for a day, and another is made when half of it has passed. */
const lifetime = 24 * hour;
const remade = 12 * hour;

const entriesAt = (tx: Tx, now: Date) =>
  tx.query<Entry>(
    `SELECT serial, revoked, reason FROM service.certificate
      WHERE revoked IS NOT NULL AND expires > $1 ORDER BY serial`,
    [now],
  );

/** Of what a list says; also of the key that signs it, so that another authority publishes its own. */
const digestOf = (entries: readonly Entry[], key: AuthorityKey): string =>
  hash('sha256', Buffer.concat([Buffer.from(JSON.stringify(entries)), key.publicKey]), 'base64url');

// One list at a time: numbers only grow (RFC 5280, §5.2.3).
const alone = `SELECT pg_advisory_xact_lock(hashtextextended('continuum revocation list', 0))`;

interface Kept {
  number: string | number;
  der: Buffer;
  digest: string;
  thisUpdate: Date;
}

const newest = `
  SELECT number, der, digest, this_update AS "thisUpdate" FROM service.revocation_list ORDER BY number DESC LIMIT 1`;

const keep = `
  WITH old AS (DELETE FROM service.revocation_list WHERE this_update < $3::timestamptz - interval '30 days')
  INSERT INTO service.revocation_list (number, der, this_update, digest) VALUES ($1, $2, $3, $4)`;

async function makeList(
  entries: readonly Entry[],
  number: number,
  now: Date,
  issuer: { name: Name; key: AuthorityKey },
): Promise<Buffer> {
  const { signingAlgorithm, signingKey, crypto } = signingWith(issuer.key);
  const numbered = new Extension('2.5.29.20', false, AsnConvert.serialize(new CRLNumber(number)));
  const list = await X509CrlGenerator.create(
    {
      ...{ issuer: issuer.name, signingAlgorithm, signingKey },
      thisUpdate: now,
      nextUpdate: new Date(now.getTime() + lifetime),
      entries: entries.map(({ serial, revoked, reason }) => ({
        ...{ serialNumber: serial, revocationDate: revoked },
        reason: revocationReasons[reason],
      })),
      extensions: [new AuthorityKeyIdentifierExtension(toKeyIdentifier(issuer.key.publicKey)), numbered],
    },
    crypto,
  );
  return Buffer.from(list.rawData);
}

/**
 * The certificate revocation list as it is now (RFC 5280, §5), DER: the one that was published last when it still
 * says what is true, else another, signed and kept. Whoever asks often makes nothing be signed.
 */
export function revocationListAt(
  pool: Pool,
  issuer: { name: Name; key: AuthorityKey },
  now: Date,
): Promise<Buffer> {
  return pool.transaction(async tx => {
    await tx.query(alone);
    const entries = await entriesAt(tx, now);
    const digest = digestOf(entries, issuer.key);
    const [last] = await tx.query<Kept>(newest);
    const fresh = last && now.getTime() - last.thisUpdate.getTime() < remade;
    if (fresh && last.digest === digest) return last.der;
    const number = Number(last?.number ?? 0) + 1;
    const der = await makeList(entries, number, now, issuer);
    await tx.query(keep, [number, der, now, digest]);
    return der;
  });
}

/** The number and the times of the list that was published last (one must have been), and how many it lists. */
export async function listTimes(pool: Pool, now: Date) {
  const [last] = await pool.query<Kept & { revoked: number }>(
    `SELECT l.*, (SELECT count(*)::int FROM service.certificate WHERE revoked IS NOT NULL AND expires > $1) AS revoked
       FROM (${newest}) l`,
    [now],
  );
  const { number, thisUpdate, revoked } = last!;
  const after = (milliseconds: number) => new Date(thisUpdate.getTime() + milliseconds);
  return { number: Number(number), signed: thisUpdate, again: after(remade), ends: after(lifetime), revoked };
}
