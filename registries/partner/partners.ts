import { coalesce, type Pool, readingLimits } from '@continuum/record-database';
import { firstMatrixInForce, type MatrixInForce } from '@continuum/record-gate';
import type { Profile } from '@continuum/trust-access';
import { type Application, BadRegistration, checkApplication } from './application.ts';
import { type AttestationRule, underRule } from './attested.ts';
import type { Partner, Sender, Standing } from './partner.ts';

export interface PartnersDeps {
  /** The service pool. */
  service: Pick<Pool, 'query' | 'transaction'>;
  /** Demonstration only: the client that a sender nobody registered counts as. */
  unknownSender?: string;
  /** Then a loopback address and plain bearer tokens may be registered. */
  demonstration?: boolean;
  /** Told, by the statement that finds a system, which access matrix decides from now on; absent: the first. */
  matrix?: MatrixInForce;
  /** Absent: attestations of products bear on nobody. */
  attestation?: AttestationRule;
}

export interface Partners {
  /** Undefined when nobody bears that client id. One that may not connect is returned: its state says so. */
  find(clientId: string): Promise<Partner | undefined>;
  /** By name. */
  list(): Promise<Partner[]>;
  /**
   * Adds a system, or replaces what is known of it; its senders are those given. A version that is left out stays.
   * @throws BadRegistration
   */
  register(partner: Partner): Promise<void>;
  /** Refused from the next request on, in every process. False when nobody bears that client id. */
  setState(clientId: string, state: 'active' | 'suspended'): Promise<boolean>;
  /**
   * Which version of its product that system runs from now on. False when nobody bears that client id.
   * @throws BadRegistration
   */
  setVersion(clientId: string, version: string): Promise<boolean>;
  /**
   * Takes back one token of a system until it would have ended (milliseconds since 1970): refused from the next request
   * on, in every process. False when that system has taken back as many as are kept.
   */
  revokeToken(clientId: string, token: string, expires: number): Promise<boolean>;
  /** The system behind MSH-3 and MSH-4, unless it is suspended; one whose version must be attested and is not says so. */
  bySender(sendingApplication: string, sendingFacility: string): Promise<Partner | undefined>;
}

interface Row {
  client_id: string;
  name: string;
  organization: string;
  organization_name: string;
  profile: Profile;
  jwks: Partner['jwks'];
  registers_usagers: boolean;
  redirect_uris: string[];
  state: Partner['state'];
  senders: Sender[];
  application: Application | null;
  software_version: string | null;
  revoked_tokens: Record<string, number>;
}

const select = `
  SELECT p.*, coalesce((SELECT jsonb_agg(jsonb_build_object('application', s.application, 'facility', s.facility)
                               ORDER BY s.application, s.facility)
                          FROM service.partner_sender s WHERE s.client_id = p.client_id), '[]') AS senders
    FROM service.partner p`;

// The transaction that wrote a row last: `register` and `setState` write it, whatever of a partner changes.
// With it, what stands of its product's version, which is written elsewhere.
const versionOf = (rule: AttestationRule | undefined): string =>
  `p.xmin::text || ' ' || coalesce(${rule ? rule.standingSql('p') : 'NULL'}, 'none') AS version`;
const versionsWith = ({ numberSql }: MatrixInForce, rule: AttestationRule | undefined) =>
  `SELECT p.client_id AS id, ${versionOf(rule)}, ${numberSql} AS matrix
     FROM service.partner p WHERE p.client_id = ANY ($1)`;
const loadWith = (rule: AttestationRule | undefined) =>
  `${select.replace('p.*', `p.*, ${versionOf(rule)}`)} WHERE p.client_id = ANY ($1)`;
const standingIn = (version: string): Standing => version.split(' ')[1] as Standing;

const { compare } = new Intl.Collator('fr-CA');
const byName = (a: Partner, b: Partner): number => compare(a.name, b.name) || compare(a.clientId, b.clientId);

const toPartner = (row: Row): Partner => ({
  clientId: row.client_id,
  name: row.name,
  organization: { id: row.organization, name: row.organization_name },
  profile: row.profile,
  jwks: row.jwks,
  registersUsagers: row.registers_usagers,
  redirectUris: row.redirect_uris,
  state: row.state,
  senders: row.senders,
  ...(row.application !== null && { application: row.application }),
  ...(row.software_version !== null && { softwareVersion: row.software_version }),
  ...(Object.keys(row.revoked_tokens).length > 0 && { revokedTokens: Object.keys(row.revoked_tokens) }),
});

const upsert = `
  INSERT INTO service.partner (client_id, name, organization, organization_name, profile, jwks,
                               registers_usagers, redirect_uris, state, application, software_version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
  ON CONFLICT (client_id) DO UPDATE SET name = $2, organization = $3, organization_name = $4, profile = $5,
    jwks = $6, registers_usagers = $7, redirect_uris = $8, state = $9, application = $10,
    software_version = coalesce($11, service.partner.software_version)`;

/** Those that have ended leave. A system that takes back more than this is suspended, rather. */
const revokedAtMost = 1000;
const revokeToken = `
  WITH live AS (
    SELECT p.client_id, coalesce(jsonb_object_agg(t.key, t.value) FILTER (WHERE t.key IS NOT NULL), '{}') AS tokens,
           count(t.key) AS count
      FROM service.partner p
      LEFT JOIN LATERAL jsonb_each(p.revoked_tokens) t ON t.value::float8 > $4
     WHERE p.client_id = $1 GROUP BY p.client_id)
  UPDATE service.partner p SET revoked_tokens = live.tokens || jsonb_build_object($2::text, $3::float8)
    FROM live WHERE p.client_id = live.client_id AND live.count < ${revokedAtMost} RETURNING p.client_id`;

const values = (p: Partner): unknown[] => [
  p.clientId,
  p.name,
  p.organization.id,
  p.organization.name,
  p.profile,
  JSON.stringify(p.jwks),
  p.registersUsagers,
  p.redirectUris,
  p.state,
  p.application === undefined ? null : JSON.stringify(p.application),
  p.softwareVersion ?? null,
];

function checkVersion(version: string | undefined): void {
  if (version !== undefined && !/^\S{1,64}$/.test(version))
    throw new BadRegistration(
      'softwareVersion',
      'give the version as its maker writes it, 64 signs at most, without a space.',
    );
}

function register(service: PartnersDeps['service'], partner: Partner): Promise<void> {
  return service.transaction(async tx => {
    await tx.query(upsert, values(partner));
    await tx.query('DELETE FROM service.partner_sender WHERE client_id = $1', [partner.clientId]);
    for (const { application, facility } of partner.senders)
      await tx.query(
        'INSERT INTO service.partner_sender (application, facility, client_id) VALUES ($1, $2, $3)',
        [application, facility, partner.clientId],
      );
  });
}

/** The registry of the systems that may connect, in the service schema. */
export function createPartners({
  service,
  unknownSender,
  demonstration = false,
  matrix = firstMatrixInForce,
  attestation,
}: PartnersDeps): Partners {
  const versionsText = versionsWith(matrix, attestation);
  const loadText = loadWith(attestation);
  const asFound = (row: Row & { version: string }): Partner =>
    attestation ? underRule(toPartner(row), standingIn(row.version), attestation) : toPartner(row);
  // Asked at every request, so that a suspended system is refused from the next one on: requests ask together.
  const known = new Map<string, { version: string; partner: Partner }>();
  const load = async (ids: readonly string[]): Promise<void> => {
    const rows = await service.query<Row & { version: string }>(loadText, [ids], 'partner-load');
    for (const row of rows) known.set(row.client_id, { version: row.version, partner: asFound(row) });
  };
  // Asked at every request, so that a suspended system is refused from the next one on: requests ask together, and
  // ask only whether a row is still the one that was read.
  const finding = coalesce<string, Partner | undefined>(async ids => {
    const wanted = [...new Set(ids)];
    const rows = await service.query<{ id: string; version: string; matrix: number }>(
      versionsText,
      [wanted],
      'partner-versions',
    );
    if (rows[0]) await matrix.told(rows[0].matrix);
    const changed = rows.filter(({ id, version }) => known.get(id)?.version !== version).map(({ id }) => id);
    if (changed.length > 0) await load(changed);
    const there = new Set(rows.map(({ id }) => id));
    return ids.map(id => (there.has(id) ? known.get(id)?.partner : undefined));
  }, readingLimits);
  const find = (clientId: string): Promise<Partner | undefined> => finding.put(clientId);
  const senderOf = async (application: string, facility: string): Promise<string | undefined> => {
    const rows = await service.query<{ client_id: string }>(
      `SELECT client_id FROM service.partner_sender
        WHERE application = $1 AND facility IN ($2, '') ORDER BY facility DESC LIMIT 1`,
      [application, facility],
      'partner-sender',
    );
    return rows[0]?.client_id;
  };
  return {
    find,
    list: async () => (await service.query<Row>(select)).map(toPartner).sort(byName),
    async register(partner) {
      if (partner.application) checkApplication(partner.application, partner, demonstration);
      if (partner.state === 'unattested')
        throw new BadRegistration(
          'state',
          'give active or suspended: what is attested is signed, not registered.',
        );
      checkVersion(partner.softwareVersion);
      await register(service, partner);
    },
    async setState(clientId, state) {
      const update = 'UPDATE service.partner SET state = $2 WHERE client_id = $1 RETURNING client_id';
      return (await service.query(update, [clientId, state])).length > 0;
    },
    async setVersion(clientId, version) {
      checkVersion(version);
      const text =
        'UPDATE service.partner SET software_version = $2 WHERE client_id = $1 RETURNING client_id';
      return (await service.query(text, [clientId, version])).length > 0;
    },
    async revokeToken(clientId, token, expires) {
      const rows = await service.query(revokeToken, [clientId, token, expires, Date.now()]);
      return rows.length === 1;
    },
    async bySender(application, facility) {
      const clientId = (await senderOf(application, facility)) ?? unknownSender;
      const partner = clientId === undefined ? undefined : await find(clientId);
      return partner?.state === 'suspended' ? undefined : partner;
    },
  };
}
