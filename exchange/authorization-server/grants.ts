import type { Pool } from '@continuum/record-database';
import type { Actor } from '@continuum/trust-access';

/** What a person authorized an application to do, and whose record it opens. */
export interface ApplicationGrant {
  id: string;
  client: string;
  /** The person, as they were when it was last renewed. */
  actor: Actor;
  /** The session that it lives with; absent: it goes on without. */
  session?: string;
  patient?: string;
  encounter?: string;
  /** Whether the application has to show whose record it is. */
  banner: boolean;
  scopes: readonly string[];
}

/** A line of what a person authorized. */
export interface Authorized {
  client: string;
  scopes: string[];
  since: Date;
}

interface Row {
  id: string;
  client: string;
  actor: Actor;
  session: string | null;
  patient: string | null;
  encounter: string | null;
  banner: boolean;
  scopes: string[];
}

const toGrant = ({ id, client, actor, banner, scopes, ...row }: Row): ApplicationGrant => ({
  ...{ id, client, actor, banner, scopes },
  ...(row.session !== null && { session: row.session }),
  ...(row.patient !== null && { patient: row.patient }),
  ...(row.encounter !== null && { encounter: row.encounter }),
});

/** One that the provider revoked, or that has expired, is not there: its own row of it is gone. */
const live = `SELECT g.id, g.client, g.actor, g.session, g.patient, g.encounter, g.banner, g.scopes
  FROM service.application_grant g
  JOIN service.oidc_model m ON m.model = 'Grant' AND m.id = g.id AND m.expires_at > now()
  WHERE g.id = $1 AND g.client = $2 AND g.expires_at > now()`;

const liveToken = `${live}
  AND NOT EXISTS (SELECT FROM service.oidc_model r WHERE r.model = 'RevokedToken' AND r.id = $3)`;

const insert = `
  WITH stale AS (DELETE FROM service.application_grant WHERE id IN
    (SELECT id FROM service.application_grant WHERE expires_at < now() - interval '1 day' LIMIT 20))
  INSERT INTO service.application_grant
    (id, client, holder, actor, session, patient, encounter, banner, scopes, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + make_interval(secs => $10::float8))`;

const remember = `
  INSERT INTO service.application_consent AS c (holder, client, scopes) VALUES ($1, $2, $3)
  ON CONFLICT (holder, client) DO UPDATE SET decided = now(),
    scopes = ARRAY(SELECT DISTINCT unnest(c.scopes || excluded.scopes) ORDER BY 1)`;

/** Withdraws everything at once: tokens fail from the next request on, on every process. */
const withdraw = `
  WITH mine AS (DELETE FROM service.application_grant WHERE holder = $1 AND client = $2 RETURNING id),
  asked AS (DELETE FROM service.application_consent WHERE holder = $1 AND client = $2)
  DELETE FROM service.oidc_model WHERE grant_id IN (SELECT id FROM mine)
    OR (model = 'Grant' AND id IN (SELECT id FROM mine))`;

const listed = `
  SELECT client, array_agg(DISTINCT scope ORDER BY scope) AS scopes, min(since) AS since FROM (
    SELECT client, unnest(scopes) AS scope, decided AS since FROM service.application_consent WHERE holder = $1
    UNION ALL
    SELECT client, unnest(scopes), created FROM service.application_grant
    WHERE holder = $1 AND expires_at > now()) a
  GROUP BY client ORDER BY client`;

export type Grants = ReturnType<typeof createGrants>;

/** The authorizations that persons gave to applications, over the database. */
export function createGrants(pool: Pool) {
  return {
    /** `seconds`: how long it may live at most. */
    async add(grant: ApplicationGrant, seconds: number): Promise<void> {
      const { id, client, actor, session = null, patient = null, encounter = null, banner, scopes } = grant;
      const values = [id, client, actor.id, JSON.stringify(actor), session, patient, encounter, banner];
      await pool.query(insert, [...values, scopes, seconds]);
    },
    /** One that still counts; undefined when it was withdrawn. */
    async find(id: string, client: string): Promise<ApplicationGrant | undefined> {
      const [row] = await pool.query<Row>(live, [id, client]);
      return row && toGrant(row);
    },
    /** The one behind a token, unless that token was revoked by itself. */
    async ofToken(id: string, client: string, token: string): Promise<ApplicationGrant | undefined> {
      const [row] = await pool.query<Row>(liveToken, [id, client, token], 'grant-of-token');
      return row && toGrant(row);
    },
    /** The person as the registers say they are now. */
    async renew(id: string, actor: Actor): Promise<void> {
      const text = 'UPDATE service.application_grant SET actor = $2 WHERE id = $1';
      await pool.query(text, [id, JSON.stringify(actor)]);
    },
    /** Whether the person said yes to all of that before. */
    async isRemembered(holder: string, client: string, scopes: readonly string[]): Promise<boolean> {
      const text = `SELECT FROM service.application_consent
        WHERE holder = $1 AND client = $2 AND scopes @> $3::text[]`;
      return (await pool.query(text, [holder, client, scopes])).length === 1;
    },
    async remember(holder: string, client: string, scopes: readonly string[]): Promise<void> {
      await pool.query(remember, [holder, client, scopes]);
    },
    /** What a person authorized, by application. */
    listOf: (holder: string): Promise<Authorized[]> => pool.query<Authorized>(listed, [holder]),
    async withdraw(holder: string, client: string): Promise<void> {
      await pool.query(withdraw, [holder, client]);
    },
  };
}
