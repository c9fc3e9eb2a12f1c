import type { Pool } from '@continuum/record-database';
import { run } from './statement.ts';

/** Somebody, the organization that they act for, and a usager. */
export interface CarePair {
  actor: string;
  organization?: string | undefined;
  usager: string;
}

// What names them: author, requester, performer, participant, organization. A trail of accesses is no care, and neither
// is who brought a resource.
const careText = `
  SELECT EXISTS (SELECT FROM record.resource r
     WHERE r.owner = k.usager AND NOT r.deleted AND r.updated >= $4
       AND r.domain NOT IN ('identity', 'registry', 'audit', 'directive') AND r.type NOT IN ('AuditEvent', 'Provenance')
       AND (position(k.actor in r.body) > 0 OR position(k.organization in r.body) > 0)) AS linked
    FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS k (usager, actor, organization, number)
   ORDER BY k.number`;

/** As a reference stands in a resource’s text. */
const referenceTo = (reference: string): string => JSON.stringify(reference);

/**
 * For each pair, whether a clinical resource of the usager, written since, names the actor or their organization. Asked
 * of every row, hidden ones too: yes or no is all that leaves.
 */
export async function careLinks(db: Pool, pairs: readonly CarePair[], since: Date): Promise<boolean[]> {
  if (pairs.length === 0) return [];
  const values = [
    pairs.map(({ usager }) => usager),
    pairs.map(({ actor }) => referenceTo(actor)),
    // Without an organization, what no text holds.
    pairs.map(({ organization }) => referenceTo(`Organization/${organization ?? ' '}`)),
    since,
  ];
  return (await run<{ linked: boolean }>(db, careText, { values })).map(({ linked }) => linked);
}
