import type { Query } from '@continuum/record-database';
import type { Access } from '@continuum/record-gate';

/** Whose acts and whose records something is about. */
interface About {
  /** `Practitioner/<id>` of who acted; null: nobody is named yet. */
  subject: string | null;
  /** Ids of the usagers whose records are in the evidence, and of those who reported it. */
  usagers: string[];
}

/** As SQL: whose records the evidence of a case `c` is of, and which persons reported it, for themselves or for somebody. */
export const usagersOfCase = `array_remove(
      array(SELECT usager FROM service.surveillance_alert WHERE case_id = c.id
            UNION SELECT usager FROM service.surveillance_report WHERE case_id = c.id
            UNION SELECT substring(reporter FROM '^Patient/(.+)$') FROM service.surveillance_report WHERE case_id = c.id), NULL)`;

const ofCase = `
  SELECT c.subject, ${usagersOfCase} AS usagers FROM service.surveillance_case c WHERE c.id = $1`;
const ofAlert = `
  SELECT actor AS subject, array_remove(ARRAY[usager], NULL) AS usagers FROM service.surveillance_alert WHERE id = $1`;
const ofWatched = `
  SELECT NULL AS subject, ARRAY[usager] AS usagers FROM service.surveillance_watched WHERE id = $1`;
const texts = { case: ofCase, alert: ofAlert, watched: ofWatched } as const;

/** What is handled: an alert, a case, or a record that is watched. */
export type Handled = keyof typeof texts;

/**
 * Whether that is about whoever would handle it: about what they did, about a look at their own record, or by their own report.
 * A colleague handles it, and they read nothing of it here.
 */
export async function isAboutSelf(query: Query, access: Access, what: Handled, id: string): Promise<boolean> {
  const [about] = await query<About>(texts[what], [id], `surveillance-about-${what}`);
  if (!about) return false;
  return about.subject === access.actor.id || (await access.ownAmong(about.usagers)).size > 0;
}
