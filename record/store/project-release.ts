import type { Query } from '@continuum/record-database';
import { releaseChoiceOf } from '@continuum/trust-consent';
import type { WrittenConsent } from './refusal.ts';
import { run } from './statement.ts';

const forget = 'UPDATE record.release_choice SET active = false WHERE consent = ANY ($1::text[]) AND active';

const keep = `INSERT INTO record.release_choice (usager, consent, active, start)
  SELECT * FROM unnest($1::text[], $2::text[], $3::boolean[], $4::timestamptz[])
  ON CONFLICT (usager, consent) DO UPDATE SET (active, start) = (EXCLUDED.active, EXCLUDED.start)`;

/** Brings what persons chose of their results to what the written Consents say, in their transaction. */
export async function projectReleaseChoices(
  db: { query: Query },
  consents: readonly WrittenConsent[],
): Promise<void> {
  const replaced = consents.filter(({ replaces }) => replaces).map(({ id }) => id);
  if (replaced.length > 0) await run(db, forget, { values: [replaced] });
  const stated = consents
    .map(({ id, resource }) => resource && releaseChoiceOf({ ...resource, id }))
    .filter(choice => choice !== undefined);
  if (stated.length === 0) return;
  const values = [
    stated.map(({ usager }) => usager),
    stated.map(({ consent }) => consent),
    stated.map(({ active }) => active),
    stated.map(({ start }) => start),
  ];
  await run(db, keep, { values });
}
