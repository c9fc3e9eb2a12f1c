import type { X509Certificate } from 'node:crypto';
import type { Pool } from '@continuum/record-database';
import { certificateStateAt } from './certificate-register.ts';
import { listTimes } from './revocation-list.ts';

/** One of the authority's own certificates. */
interface OwnCertificate {
  name: string;
  serial: string;
  from: Date;
  until: Date;
  /** SHA-256 of the certificate, as people compare it. */
  fingerprint: string;
}

/** How the authority stands, as the staff see it. */
export interface AuthorityState {
  root: OwnCertificate;
  issuing: OwnCertificate;
  /** The revocation list: its number, when it was signed, when it is signed again at the latest, when it ends. */
  list: { number: number; signed: Date; again: Date; ends: Date; revoked: number };
  /** Certificates of holders, by state. */
  counts: Partial<Record<'good' | 'held' | 'revoked' | 'expired', number>>;
}

const toOwn = ({ subject, serialNumber, validFromDate, validToDate, fingerprint256 }: X509Certificate) => ({
  name: /^CN=(.*)$/m.exec(subject)?.[1] ?? subject,
  serial: serialNumber.toLowerCase().padStart(32, '0'),
  from: validFromDate,
  until: validToDate,
  fingerprint: fingerprint256,
});

const count = `
  SELECT ${certificateStateAt('$1')} AS state, count(*)::int AS count FROM service.certificate c
   WHERE c.profile NOT IN ('root', 'issuing', 'journal') GROUP BY 1`;

/** Reads how the authority stands; the list must have been published, and is the newest one. */
export async function readAuthorityState(
  pool: Pool,
  own: { root: X509Certificate; issuing: X509Certificate },
  now: Date,
): Promise<AuthorityState> {
  const rows = await pool.query<{ state: keyof AuthorityState['counts']; count: number }>(count, [now]);
  return {
    root: toOwn(own.root),
    issuing: toOwn(own.issuing),
    list: await listTimes(pool, now),
    counts: Object.fromEntries(rows.map(row => [row.state, row.count])),
  };
}
