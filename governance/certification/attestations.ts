import type { Query } from '@continuum/record-database';
import type { Partner } from '@continuum/registries-partner';
import type { CertificationFacts } from './certification-facts.ts';
import type { Family } from './rules.data.ts';

/** A version of a product that was attested, as it is kept. */
export interface Attestation extends CertificationFacts {
  id: string;
  /** The signed act that it rests on: `VerificationResult/<id>`. */
  act: string;
  recorded: Date;
  /** `act`: what ended it was signed; one of before was journalled alone. */
  withdrawal: { at: Date; by: string; byName: string; reason: string; act: string | null } | null;
}

/** Whether it stands on a day. */
export type AttestationState = 'attested' | 'expired' | 'withdrawn';

interface Row {
  id: string;
  client_id: string;
  product: string;
  version: string;
  requirements: Record<Family, string>;
  penetration_test: string;
  certified: string;
  until: string;
  act: string;
  certified_by: string;
  certified_by_name: string;
  recorded: Date;
  withdrawn: Date | null;
  withdrawn_by: string | null;
  withdrawn_by_name: string | null;
  withdrawal_reason: string | null;
  withdrawal_act: string | null;
}

const select = `
  SELECT id, client_id, product, version, requirements, penetration_test::text, certified::text, until::text, act,
         certified_by, certified_by_name, recorded, withdrawn, withdrawn_by, withdrawn_by_name,
         withdrawal_reason, withdrawal_act
    FROM service.product_attestation`;

const toAttestation = (row: Row): Attestation => ({
  ...{ id: row.id, client: row.client_id, product: row.product, version: row.version },
  ...{ requirements: row.requirements, penetrationTest: row.penetration_test },
  ...{ certified: row.certified, until: row.until, by: row.certified_by, byName: row.certified_by_name },
  ...{ act: row.act, recorded: row.recorded },
  withdrawal: row.withdrawn && {
    ...{ at: row.withdrawn, by: row.withdrawn_by!, byName: row.withdrawn_by_name! },
    ...{ reason: row.withdrawal_reason!, act: row.withdrawal_act },
  },
});

/** Undefined when there is none. */
export async function attestationOf(query: Query, id: string): Promise<Attestation | undefined> {
  const [row] = await query<Row>(`${select} WHERE id = $1`, [id]);
  return row && toAttestation(row);
}

/** Those of some products, the newest first. */
export async function attestationsOf(query: Query, clients: readonly string[]): Promise<Attestation[]> {
  const rows = await query<Row>(`${select} WHERE client_id = ANY ($1) ORDER BY recorded DESC, id`, [clients]);
  return rows.map(toAttestation);
}

/**
 * SQL of what stands of the version that a partner runs, today in Québec: `attested`, `expired` or `withdrawn` by the newest
 * attestation of it; NULL: there is none. @param partner the alias of `service.partner` in the statement.
 */
export const standingSql = (partner: string): string => `
  (SELECT CASE WHEN a.withdrawn IS NOT NULL THEN 'withdrawn'
               WHEN a.until < (now() AT TIME ZONE 'America/Toronto')::date THEN 'expired' ELSE 'attested' END
     FROM service.product_attestation a
    WHERE a.client_id = ${partner}.client_id AND a.version = ${partner}.software_version
    ORDER BY a.recorded DESC LIMIT 1)`;

/** What an attestation is on a day. */
export function stateOf({ withdrawal, until }: Attestation, today: string): AttestationState {
  if (withdrawal) return 'withdrawn';
  return until < today ? 'expired' : 'attested';
}

const pageLength = 50;

/** A partner's product, and what was attested of it. */
export interface Product {
  client: string;
  name: string;
  organization: string;
  /** The version that it runs, as registered, and what stands of it. */
  running: { version: string; state: AttestationState | 'none' } | null;
  attestations: Attestation[];
}

/** By the newest attestation of that version, as who connects is judged (`standingSql`). */
function runningOf(attestations: readonly Attestation[], version: string, today: string): Product['running'] {
  const newest = attestations.find(one => one.version === version);
  return { version, state: newest ? stateOf(newest, today) : 'none' };
}

/**
 * Products by name, a page at a time.
 * @param after the client id that the page before gave as `next`
 * @returns undefined when no product has that client id
 */
export async function listProducts(
  query: Query,
  partners: readonly Partner[],
  after: string | undefined,
  today: string,
): Promise<{ products: Product[]; next?: string } | undefined> {
  const at = after === undefined ? 0 : partners.findIndex(({ clientId }) => clientId === after) + 1;
  if (after !== undefined && at === 0) return undefined;
  const page = partners.slice(at, at + pageLength);
  const kept = await attestationsOf(
    query,
    page.map(({ clientId }) => clientId),
  );
  const products = page.map(({ clientId, name, organization, softwareVersion }) => {
    const attestations = kept.filter(({ client }) => client === clientId);
    const running = softwareVersion === undefined ? null : runningOf(attestations, softwareVersion, today);
    return { client: clientId, name, organization: organization.name, running, attestations };
  });
  const last = page.at(-1)?.clientId;
  return { products, ...(at + pageLength < partners.length && last !== undefined && { next: last }) };
}
