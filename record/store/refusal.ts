import type { Query } from '@continuum/record-database';
import type { Resource } from '@continuum/standards-fhir';
import { refusalOf } from '@continuum/trust-consent';
import { run } from './statement.ts';

const forget = 'UPDATE record.refusal SET active = false WHERE consent = ANY ($1::text[]) AND active';

const keep = `INSERT INTO record.refusal (usager, consent, active, start, "end", before)
  SELECT * FROM unnest($1::text[], $2::text[], $3::boolean[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[])
  ON CONFLICT (usager, consent) DO UPDATE
  SET (active, start, "end", before) = (EXCLUDED.active, EXCLUDED.start, EXCLUDED."end", EXCLUDED.before)`;

/** A Consent that was written: its new content, or nothing when it was deleted. */
export interface WrittenConsent {
  id: string;
  resource?: Resource;
  /** It had a version before, which may have stated another refusal. */
  replaces: boolean;
}

/** Brings the projection of refusals to what the written Consents say, in their transaction. */
export async function projectRefusals(
  db: { query: Query },
  consents: readonly WrittenConsent[],
): Promise<void> {
  const replaced = consents.filter(({ replaces }) => replaces).map(({ id }) => id);
  if (replaced.length > 0) await run(db, forget, { values: [replaced] });
  const stated = consents.map(({ id, resource }) => resource && refusalOf({ ...resource, id }));
  const refusals = stated.filter(refusal => refusal !== undefined);
  if (refusals.length === 0) return;
  const values = [
    refusals.map(r => r.usager),
    refusals.map(r => r.consent),
    refusals.map(r => r.active),
    refusals.map(r => r.start),
    refusals.map(r => r.end ?? null),
    refusals.map(r => r.before ?? null),
  ];
  await run(db, keep, { values });
}
