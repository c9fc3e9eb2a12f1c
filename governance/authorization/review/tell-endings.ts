import { dayOf } from '@continuum/standards-calendar';
import type { AuthorizationDeps } from '../deps.ts';
import { endings } from './endings.ts';

/**
 * One statement: what reached a threshold and was not told at it, told to its holder, and counted to the GAA of each
 * organization. Two processes at once tell it once: the key of `ending_notice`.
 */
const tell = `
  WITH ending AS (
    SELECT listed.*, substring(state FROM '[0-9]+$')::integer AS days FROM ${endings('$1')} AS listed),
  told AS (
    INSERT INTO service.ending_notice (subject, ends, days, told)
    SELECT DISTINCT subject, ends, days, $2::timestamptz FROM ending ORDER BY 1, 2, 3
    ON CONFLICT DO NOTHING RETURNING subject, ends, days),
  fresh AS (SELECT ending.* FROM ending JOIN told USING (subject, ends, days)),
  to_holders AS (
    INSERT INTO service.authorization_notice (organization, subject_id, template, recipient, email, facts, created)
    SELECT DISTINCT ON (f.subject) f.organization, f."authorization", 'ending-' || f.kind, f.practitioner, r.email,
           jsonb_build_object('person', f.practitioner_name, 'organization', f.organization_name, 'ends', f.ends, 'days', f.days), $2
      FROM fresh f JOIN service.access_request r ON r.id = f.request ORDER BY f.subject, f.organization),
  to_managers AS (
    INSERT INTO service.authorization_notice (organization, subject_id, template, recipient, email, facts, created)
    SELECT g.organization, g.id, 'endings', g.practitioner, g.email,
           jsonb_build_object('person', g.practitioner_name, 'organization', g.organization_name, 'days', c.days, 'count', c.count), $2
      FROM (SELECT organization, days, count(*) FROM fresh GROUP BY organization, days) c
      JOIN service.gaa_designation g ON g.organization = c.organization AND g.state = 'in-force')
  SELECT count(*) AS told FROM told`;

/** Tells of what ends within 90, 30 and 7 days, once at each. Resolves to how many things were told of. */
export async function tellEndings({ pool }: AuthorizationDeps, now: Date): Promise<number> {
  const [row] = await pool.query<{ told: number }>(tell, [dayOf(now), now]);
  return row!.told;
}
