import type { AuthorizationDeps, Caller } from '../deps.ts';

/** How long an authorization, or the last answer about it, is left alone. Source: à valider. */
export const usualReviewMonths = 12;

/** One statement: a question, its event, and a notice with how many there are to the GAA of each organization. */
const open = `
  WITH opened AS (
    INSERT INTO service.access_review
      ("authorization", organization, organization_name, practitioner, practitioner_name, profile, state, opened, since)
    SELECT a.id, a.organization, a.organization_name, a.practitioner, a.practitioner_name, a.profile, 'open', $1, $1
      FROM service.access_authorization a
     WHERE a.state IN ('in-force', 'suspended') AND a.created < $1::timestamptz - make_interval(months => $2)
       AND NOT EXISTS (SELECT FROM service.access_review r WHERE r."authorization" = a.id
             AND (r.state = 'open' OR r.since >= $1::timestamptz - make_interval(months => $2)))
    ON CONFLICT DO NOTHING RETURNING id, organization, practitioner),
  noted AS (
    INSERT INTO service.authorization_event
      (subject, subject_id, organization, practitioner, event, before, after, at, by, by_name, office)
    SELECT 'review', id, organization, practitioner, 'open', NULL, 'open', $1, $3, $4, 'platform' FROM opened),
  told AS (
    INSERT INTO service.authorization_notice (organization, subject_id, template, recipient, email, facts, created)
    SELECT g.organization, g.id, 'review-opened', g.practitioner, g.email,
           jsonb_build_object('person', g.practitioner_name, 'organization', g.organization_name, 'count', c.count), $1
      FROM (SELECT organization, count(*) FROM opened GROUP BY organization) c
      JOIN service.gaa_designation g ON g.organization = c.organization AND g.state = 'in-force')
  SELECT organization, count(*) FROM opened GROUP BY organization`;

/** Asks of each authorization that stands, once it is time, whether it is still needed. Resolves to how many were asked. */
export async function openReviews(
  { pool, journal }: AuthorizationDeps,
  caller: Caller,
  now: Date,
  months: number,
): Promise<number> {
  const { id, name } = caller.actor;
  type Opened = { organization: string; count: number };
  const rows = await pool.query<Opened>(open, [now, months, id, name]);
  for (const { organization, count } of rows)
    await journal({
      ...{ action: 'authorization-review-open', outcome: 'success', ...caller },
      about: `${count} reviews at Organization/${organization}, as platform`,
    });
  return rows.reduce((sum, { count }) => sum + count, 0);
}
