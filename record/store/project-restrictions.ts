import type { Query } from '@continuum/record-database';
import { restrictionOf } from '@continuum/trust-consent';
import type { WrittenConsent } from './refusal.ts';
import { rolesOf } from './restricted.ts';
import { run } from './statement.ts';

const forget = 'UPDATE record.restriction SET active = false WHERE consent = ANY ($1::text[]) AND active';

const columns =
  'usager, consent, active, start, "end", anyone, practitioners, roles, profiles, everything, domains, resources';

const keep = `INSERT INTO record.restriction (${columns})
  SELECT ${columns} FROM jsonb_to_recordset($1::jsonb) AS r (usager text, consent text, active boolean, start timestamptz,
    "end" timestamptz, anyone boolean, practitioners text[], roles bigint[], profiles text[], everything boolean,
    domains text[], resources text[])
  ON CONFLICT (usager, consent) DO UPDATE SET (active, start, "end", anyone, practitioners, roles, profiles, everything,
    domains, resources) = (EXCLUDED.active, EXCLUDED.start, EXCLUDED."end", EXCLUDED.anyone, EXCLUDED.practitioners,
    EXCLUDED.roles, EXCLUDED.profiles, EXCLUDED.everything, EXCLUDED.domains, EXCLUDED.resources)`;

/** Brings the projection of restrictions to what the written Consents say, in their transaction. */
export async function projectRestrictions(
  db: { query: Query },
  consents: readonly WrittenConsent[],
): Promise<void> {
  const replaced = consents.filter(({ replaces }) => replaces).map(({ id }) => id);
  if (replaced.length > 0) await run(db, forget, { values: [replaced] });
  const stated = consents
    .map(({ id, resource }) => resource && restrictionOf({ ...resource, id }))
    .filter(restriction => restriction !== undefined)
    .map(restriction => ({ ...restriction, roles: restriction.practitioners.map(rolesOf) }));
  if (stated.length > 0) await run(db, keep, { values: [JSON.stringify(stated)] });
}
