import { organizationOf } from '@continuum/registries-organization';
import { platformActor } from '@continuum/trust-access';
import { type DeclarationRow, declarationColumns } from './declarations.ts';
import {
  type Caller,
  mayManage,
  nowOf,
  type Office,
  practitionerIdOf,
  type RemoteAccessDeps,
} from './deps.ts';
import { parseNetwork } from './rules/network.ts';
import { type Answer, byRule, done, type Refusal } from './rules/refusal.ts';

/** A network of an organization's places. */
export interface NetworkRow {
  id: string;
  organization: string;
  organizationName: string;
  network: string;
  label: string;
  registered: Date;
  registeredByName: string;
}

const networkColumns = `n.id, n.organization, n.organization_name AS "organizationName", n.network::text AS network,
  n.label, n.registered, n.registered_by_name AS "registeredByName"`;

/** A page of a list, and the cursor of the next. */
export interface Page<Row> {
  rows: Row[];
  next?: string;
}

const pageSize = 50;

/** Null: every organization. */
const reachOf = (offices: readonly Office[]): string[] | null =>
  offices.some(({ organization }) => organization === undefined)
    ? null
    : offices.flatMap(({ organization }) => organization ?? []);

const toPage = <Row extends { id: string }>(rows: Row[]): Page<Row> =>
  rows.length > pageSize ? { rows: rows.slice(0, pageSize), next: rows[pageSize - 1]!.id } : { rows };

const declarations = `
  SELECT ${declarationColumns} FROM service.remote_declaration d
   WHERE d.revoked IS NULL AND ($1::text[] IS NULL OR d.organization = ANY ($1))
     AND ($2 = '' OR d.practitioner_name ILIKE '%' || $2 || '%' ESCAPE '\\')
     AND ($3::uuid IS NULL OR (d.declared, d.id) < (SELECT declared, id FROM service.remote_declaration WHERE id = $3))
   ORDER BY d.declared DESC, d.id DESC LIMIT ${pageSize + 1}`;

const networks = `
  SELECT ${networkColumns} FROM service.practice_network n
   WHERE n.ended IS NULL AND ($1::text[] IS NULL OR n.organization = ANY ($1))
     AND ($2::uuid IS NULL OR (n.registered, n.id) < (SELECT registered, id FROM service.practice_network WHERE id = $2))
   ORDER BY n.registered DESC, n.id DESC LIMIT ${pageSize + 1}`;

const literal = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

const notTheirs = async ({ journal }: RemoteAccessDeps, { actor, origin }: Caller, why: string) => {
  await journal({ action: 'attempt', outcome: 'denied', actor, origin, why: `remote-access:${why}` });
  return { refused: 'not-yours' } as const;
};

/** The declarations in force where somebody answers for access, the newest first. */
export async function listDeclarations(
  deps: RemoteAccessDeps,
  caller: Caller,
  { search = '', cursor }: { search?: string; cursor?: string },
): Promise<Answer<Page<DeclarationRow>>> {
  const offices = await deps.officesOf(caller);
  if (offices.length === 0) return notTheirs(deps, caller, 'declarations');
  const values = [reachOf(offices), literal(search.trim()), cursor ?? null];
  return done(toPage(await deps.pool.query<DeclarationRow>(declarations, values)));
}

/** The networks of usual places where somebody answers for access. */
export async function listNetworks(
  deps: RemoteAccessDeps,
  caller: Caller,
  { cursor }: { cursor?: string },
): Promise<Answer<Page<NetworkRow>>> {
  const offices = await deps.officesOf(caller);
  if (offices.length === 0) return notTheirs(deps, caller, 'networks');
  return done(toPage(await deps.pool.query<NetworkRow>(networks, [reachOf(offices), cursor ?? null])));
}

const insert = `
  INSERT INTO service.practice_network AS n
    (organization, organization_name, network, label, registered, registered_by, registered_by_name)
  VALUES ($1, $2, $3::cidr, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING ${networkColumns}`;

const badNetwork = byRule(
  'network: donnez un réseau comme 10.20.0.0/16 ou 2001:db8::/48, d’au moins /8 (IPv4) ou /32 (IPv6), sans hôte.',
  'network: give a network such as 10.20.0.0/16 or 2001:db8::/48, of at least /8 (IPv4) or /32 (IPv6), without a host.',
);
const known = byRule(
  'network: il est déjà inscrit pour cet organisme.',
  'network: it is registered for this organization already.',
);
const noOrganization = byRule(
  'organization: le Registre des organismes ne le connaît pas.',
  'organization: the register of organizations does not know it.',
);

/** PostgreSQL’s invalid_text_representation: bits of a host beside the prefix. */
const isBadText = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === '22P02';

/** Registers a network of an organization's places: from it, its people are at a usual place. */
export async function registerNetwork(
  deps: RemoteAccessDeps,
  caller: Caller,
  asked: { organization: string; network: string; label: string },
): Promise<Answer<NetworkRow>> {
  const offices = await deps.officesOf(caller);
  if (!mayManage(offices, asked.organization)) return notTheirs(deps, caller, 'network');
  const network = parseNetwork(asked.network);
  if (network === undefined) return badNetwork;
  const registers = deps.gate.open(platformActor, { of: 'HOPERAT' }, caller.origin);
  const organization = await organizationOf(registers, asked.organization);
  if (organization === undefined) return noOrganization;
  const { actor } = caller;
  const values = [
    ...[organization.id, organization.name, network, asked.label.trim()],
    ...[nowOf(deps), practitionerIdOf(actor), actor.name],
  ];
  try {
    return await deps.pool.transaction(async (tx): Promise<Answer<NetworkRow>> => {
      const [row] = await tx.query<NetworkRow>(insert, values);
      if (!row) return known;
      await tell(deps, caller, 'remote-network-register', row);
      return done(row);
    });
  } catch (error) {
    if (isBadText(error)) return badNetwork;
    throw error;
  }
}

const tell = (
  { journal }: RemoteAccessDeps,
  { actor, origin }: Caller,
  action: 'remote-network-register' | 'remote-network-end',
  { network, organization }: NetworkRow,
): Promise<void> => {
  const about = `network ${network} of Organization/${organization}`;
  return journal({ action, outcome: 'success', actor, origin, about });
};

const end = `
  UPDATE service.practice_network n SET ended = $2, ended_by = $3
   WHERE n.id = $1 AND n.ended IS NULL RETURNING ${networkColumns}`;

/** Ends a network: whoever is there is at no usual place from their next request on. */
export async function endNetwork(
  deps: RemoteAccessDeps,
  caller: Caller,
  id: string,
): Promise<Answer<NetworkRow>> {
  const text = 'SELECT organization FROM service.practice_network WHERE id = $1 AND ended IS NULL';
  const [network] = await deps.pool.query<{ organization: string }>(text, [id]);
  const offices = await deps.officesOf(caller);
  const unknown: Refusal = { refused: 'unknown' };
  if (network === undefined || !mayManage(offices, network.organization))
    return offices.length === 0 ? notTheirs(deps, caller, 'network') : unknown;
  const row = await deps.pool.transaction(async tx => {
    const [ended] = await tx.query<NetworkRow>(end, [id, nowOf(deps), practitionerIdOf(caller.actor)]);
    if (ended) await tell(deps, caller, 'remote-network-end', ended);
    return ended;
  });
  return row ? done(row) : unknown;
}
