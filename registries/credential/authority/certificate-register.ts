import type { Pool } from '@continuum/record-database';
import { isAfter, type PageOf, type Placed, pageSize, placeOf, readCursor, toPage } from '../page-cursor.ts';
import { plain, toPattern } from '../plain-search.ts';
import type { CertificateProfile } from './certificate-profile.ts';
import type { RevocationReason } from './certificate-store.ts';

/** A certificate that the authority issued, as the staff see it. */
export interface ShownCertificate {
  serial: string;
  profile: CertificateProfile;
  /** `Practitioner/<id>`, `Organization/<id>`, `Device/<client id>`. */
  subject: string;
  name: string;
  issued: Date;
  expires: Date;
  revoked: Date | null;
  reason: RevocationReason | null;
  state: 'good' | 'held' | 'revoked' | 'expired';
}

export const certificateStates = ['good', 'held', 'revoked', 'expired', 'ending'] as const;

export interface CertificateQuery {
  /** Part of the holder's name, their reference, or the beginning of a serial number. */
  text?: string;
  profile?: CertificateProfile;
  state?: (typeof certificateStates)[number];
  cursor?: string;
}

/** SQL of the state of a certificate, `c`. @param now the placeholder of the moment. */
export const certificateStateAt = (now: string): string => `
  CASE WHEN c.reason = 'certificateHold' AND c.expires > ${now} THEN 'held'
       WHEN c.reason <> 'certificateHold' THEN 'revoked'
       WHEN c.expires <= ${now} THEN 'expired' ELSE 'good' END`;
const stateNow = certificateStateAt('$1');

const inState = `
  ($2::text IS NULL OR ${stateNow} = $2
   OR ($2 = 'ending' AND ${stateNow} = 'good' AND c.expires <= $1::timestamptz + interval '90 days'))`;

const search = `
  SELECT c.serial, c.profile, c.subject, c.name, c.issued, c.expires, c.revoked, c.reason, ${stateNow} AS state,
         ${placeOf('c.issued', 'c.serial')}
    FROM service.certificate c
   WHERE c.profile NOT IN ('root', 'issuing', 'journal') AND ${inState} AND ($3::text IS NULL OR c.profile = $3)
     AND ($4::text IS NULL OR ${plain('c.name')} LIKE ${plain('$4')} OR lower(c.subject) LIKE lower($4)
          OR c.serial LIKE substring(lower($4) FROM 2))
     AND ${isAfter('c.issued', 'c.serial', ['$5', '$6'])}
   ORDER BY c.issued DESC, c.serial DESC LIMIT ${pageSize + 1}`;

/** A page of what the authority issued, newest first; its own certificates are not among them. @throws CursorRefused */
export async function searchCertificates(
  pool: Pool,
  { text, profile, state, cursor }: CertificateQuery,
  now: Date,
): Promise<PageOf<ShownCertificate>> {
  const values = [now, state ?? null, profile ?? null, toPattern(text), ...readCursor(cursor)];
  return toPage(await pool.query<Placed<ShownCertificate>>(search, values));
}
