import { keysEnding } from '@continuum/registries-credential';
import type { AccessRequest } from '../access-request.ts';
import { type EndingState, thresholds } from '../machine/ending.data.ts';

/** What ends soon: an authorization, or the certificate of the key that one comes in with. */
export interface Ending {
  /** Its own, of this list. */
  id: string;
  kind: 'authorization' | 'certificate';
  authorization: string;
  organization: string;
  organizationName: string;
  practitioner: string;
  practitionerName: string;
  profile: string;
  /** Last day, `YYYY-MM-DD`. */
  ends: string;
  state: EndingState;
  /** Since when a change of the authorization is asked; null when none is. */
  renewal: AccessRequest['since'] | null;
  /** When the holder asked their GAA for it. */
  asked: Date | null;
}

const [farthest, middle, nearest] = thresholds;

const withState = (kind: 'authorization' | 'certificate', ends: string, today: string): string =>
  `'${kind}-' || CASE WHEN ${ends} <= ${today}::date + ${nearest} THEN ${nearest}
     WHEN ${ends} <= ${today}::date + ${middle} THEN ${middle} ELSE ${farthest} END AS state`;

/**
 * What ends within the farthest threshold, for a statement: one row for an authorization, and one for a certificate at each
 * organization where its holder has an authorization. `subject` is the authorization’s id or the certificate’s serial number.
 * @param today placeholder of a day in Québec
 */
export const endings = (today: string): string => `(
  SELECT a.id, a.id::text AS subject, 'authorization' AS kind, a.id AS "authorization", a.request, a.organization,
         a.organization_name, a.practitioner, a.practitioner_name, a.profile, a.ends, ${withState('authorization', 'a.ends', today)}
    FROM service.access_authorization a
   WHERE a.state <> 'ended' AND a.ends IS NOT NULL AND a.ends BETWEEN ${today}::date AND ${today}::date + ${farthest}
  UNION ALL
  SELECT md5(k.serial || a.id)::uuid, k.serial, 'certificate', a.id, a.request, a.organization,
         a.organization_name, a.practitioner, a.practitioner_name, a.profile, k.ends, ${withState('certificate', 'k.ends', today)}
    FROM (SELECT e.serial, substr(e.holder, length('Practitioner/') + 1) AS practitioner,
                 (e.expires AT TIME ZONE 'America/Toronto')::date AS ends
            FROM ${keysEnding(`${today}::date`, `${today}::date + ${farthest + 2}`)} e) k
    JOIN service.access_authorization a ON a.practitioner = k.practitioner AND a.state <> 'ended'
   WHERE k.ends BETWEEN ${today}::date AND ${today}::date + ${farthest})`;

/** The columns of an `Ending`. */
export const endingColumns = `id, kind, "authorization", organization, organization_name AS "organizationName", practitioner,
  practitioner_name AS "practitionerName", profile, ends, state,
  (SELECT r.since FROM service.access_request r WHERE r.organization = listed.organization
      AND r.practitioner = listed.practitioner AND r.state IN ('submitted', 'validated', 'returned')) AS renewal,
  (SELECT max(e.at) FROM service.authorization_event e
    WHERE e.subject_id = listed."authorization" AND e.event = 'ask-renewal') AS asked`;
