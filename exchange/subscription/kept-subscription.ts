import type { Pool } from '@continuum/record-database';
import type { PurposeOfUse } from '@continuum/trust-access';
import type { SubscriptionResource } from './terms.ts';

export type Status = 'requested' | 'active' | 'error' | 'off';

/** A Subscription as it is kept. */
export interface KeptSubscription {
  id: string;
  /** `Device/<client_id>`. */
  client: string;
  scopes: string[] | null;
  /** What it was asked for; null: the usual purpose of the client's profile. */
  purpose: PurposeOfUse | null;
  version: number;
  updated: Date;
  status: Status;
  problem: string | null;
  channel: 'rest-hook' | 'websocket';
  /** JSON, as it was sent. */
  resource: string;
  failures: number;
  sent: Date | null;
}

/** What an attempt changes. */
export interface Outcome {
  status: Status;
  problem?: string;
  failures: number;
  due: Date;
  sent?: Date;
}

const columns =
  'id, client, scopes, purpose, version, updated, status, problem, channel, resource, failures, sent';
const prefixed = columns.replaceAll(/\w+/g, 's.$&');

/** The Subscription as its client reads it. */
export function toResource({
  id,
  version,
  updated,
  status,
  problem,
  resource,
}: KeptSubscription): SubscriptionResource {
  const { meta, error: _, ...rest } = JSON.parse(resource) as SubscriptionResource & { error?: string };
  return {
    ...rest,
    id,
    meta: { ...meta, versionId: String(version), lastUpdated: updated.toISOString() },
    status,
    ...(problem !== null && { error: problem }),
  };
}

type Sent = Pick<
  KeptSubscription,
  'id' | 'client' | 'scopes' | 'purpose' | 'status' | 'channel' | 'resource'
>;

/** Subscriptions in the service schema. */
export function createKeptSubscriptions({ query }: Pick<Pool, 'query'>) {
  const one = async (text: string, values: readonly unknown[]): Promise<KeptSubscription | undefined> =>
    (await query<KeptSubscription>(text, values))[0];
  return {
    async add(
      { id, client, scopes, purpose, status, channel, resource }: Sent,
      now: Date,
    ): Promise<KeptSubscription> {
      const text = `INSERT INTO service.subscription (id, client, scopes, version, updated, status, channel, resource, due, purpose)
        VALUES ($1, $2, $3, 1, $7, $4, $5, $6, $7, $8) RETURNING ${columns}`;
      return (await one(text, [id, client, scopes, status, channel, resource, now, purpose]))!;
    },
    /** Undefined when it is not there any more, or not at `ifMatch`. What is being sent of the version before counts no more. */
    replace: (
      { id, client, scopes, purpose, status, channel, resource }: Sent,
      now: Date,
      ifMatch: number | undefined,
    ) =>
      one(
        `UPDATE service.subscription SET version = version + 1, updated = $7, scopes = $3, status = $4, channel = $5,
           resource = $6, purpose = $9, problem = NULL, failures = 0, due = $7, holder = NULL
         WHERE id = $1 AND client = $2 AND ($8::int IS NULL OR version = $8) RETURNING ${columns}`,
        [id, client, scopes, status, channel, resource, now, ifMatch ?? null, purpose],
      ),
    find: (id: string) => one(`SELECT ${columns} FROM service.subscription WHERE id = $1`, [id]),
    of: (client: string) =>
      query<KeptSubscription>(
        `SELECT ${columns} FROM service.subscription WHERE client = $1 ORDER BY updated DESC, id`,
        [client],
      ),
    async remove(id: string): Promise<void> {
      await query('DELETE FROM service.subscription WHERE id = $1', [id]);
    },
    /** Those whose time has come, for `holder` alone until `until`; WebSockets only when they are bound here. */
    claim: (holder: string, now: Date, until: Date, bound: readonly string[], limit: number) =>
      query<KeptSubscription>(
        `UPDATE service.subscription s SET holder = $1, held_until = $3 WHERE s.id IN (
           SELECT id FROM service.subscription
           WHERE status IN ('requested', 'active') AND due <= $2 AND (holder IS NULL OR held_until <= $2)
             AND (channel = 'rest-hook' OR id = ANY ($4::text[]))
           ORDER BY due FOR UPDATE SKIP LOCKED LIMIT $5) RETURNING ${prefixed}`,
        [holder, now, until, bound, limit],
      ),
    /** False when it is not `holder`'s any more: it was changed, or another process took it. */
    async hold(id: string, holder: string, until: Date): Promise<boolean> {
      const text = `UPDATE service.subscription SET held_until = $3 WHERE id = $1 AND holder = $2 RETURNING id`;
      return (await query(text, [id, holder, until])).length > 0;
    },
    async release(id: string, holder: string, outcome: Outcome): Promise<void> {
      const { status, problem = null, failures, due, sent = null } = outcome;
      await query(
        `UPDATE service.subscription SET status = $3, problem = $4, failures = $5, due = $6, sent = coalesce($7, sent),
           holder = NULL WHERE id = $1 AND holder = $2`,
        [id, holder, status, problem, failures, due, sent],
      );
    },
    /** Something was written: nobody waits for their turn, but those whose endpoint does not answer. */
    async wake(now: Date): Promise<void> {
      await query(
        `UPDATE service.subscription SET due = $1 WHERE status = 'active' AND failures = 0 AND due > $1`,
        [now],
      );
    },
    async addToken(hash: Buffer, subscriptions: readonly string[], expires: Date): Promise<void> {
      await query(
        'INSERT INTO service.subscription_token (hash, subscriptions, expires) VALUES ($1, $2, $3)',
        [hash, subscriptions, expires],
      );
    },
    /** The subscriptions of a token, once. */
    async takeToken(hash: Buffer, now: Date): Promise<string[]> {
      const rows = await query<{ subscriptions: string[]; expires: Date }>(
        'DELETE FROM service.subscription_token WHERE hash = $1 OR expires <= $2 RETURNING hash = $1 AS mine, subscriptions, expires',
        [hash, now],
      );
      const found = (rows as { mine: boolean; subscriptions: string[]; expires: Date }[]).find(
        ({ mine }) => mine,
      );
      return found && found.expires > now ? found.subscriptions : [];
    },
  };
}

export type KeptSubscriptions = ReturnType<typeof createKeptSubscriptions>;
