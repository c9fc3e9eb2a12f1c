import type { Tx } from '@continuum/record-database';
import type { Channel } from './channel.ts';
import type { NotificationDeps } from './deps.ts';
import { follow } from './follow.ts';
import { queueFor, type Reach, reachOf } from './reach.ts';

type To = Pick<Reach, 'channel' | 'address' | 'language'>;

/** The person of that record, and those who follow it: by which ways they chose to be told of something of it. */
const followers = `
  SELECT r.holder, coalesce(array_agg(DISTINCT w.way) FILTER (WHERE w.way IS NOT NULL), '{}') AS ways
    FROM (SELECT $1::text AS holder UNION SELECT c.holder FROM service.notice_choice c WHERE c.usager = $1) r
    LEFT JOIN service.notice_choice c ON c.holder = r.holder AND c.usager = $1
    LEFT JOIN LATERAL unnest(CASE c.frequency WHEN 'off' THEN c.requests ELSE c.channels || c.requests END) AS w (way) ON true
   GROUP BY r.holder`;

/**
 * By e-mail, whatever somebody chose of accesses; by the other ways, when they chose them for something of that record, or when
 * there is nothing else.
 */
function byWays(reached: readonly Reach[], ways: readonly Channel[]): readonly Reach[] {
  const chosen = reached.filter(({ channel }) => channel === 'email' || ways.includes(channel));
  return chosen.length > 0 ? chosen : reached;
}

/** The person, at the addresses that they confirmed or else the register's; and those who follow the record for them. */
async function recipientsOf(
  deps: NotificationDeps,
  tx: Tx,
  usager: string,
): Promise<Map<string, readonly To[]>> {
  const found = await tx.query<{ holder: string; ways: Channel[] }>(followers, [usager]);
  const reach = await reachOf(
    tx,
    found.map(({ holder }) => holder),
  );
  const told = new Map<string, readonly To[]>();
  for (const { holder, ways } of found) {
    const to = byWays(reach.get(holder) ?? [], ways);
    if (to[0] && (await deps.mayOpen(to[0].account, usager))) told.set(holder, to);
  }
  if (told.has(usager)) return told;
  const email = await deps.emailOf(usager);
  if (email !== undefined) told.set(usager, [{ channel: 'email', address: email, language: 'fr' }]);
  return told;
}

async function tellOne(deps: NotificationDeps, tx: Tx, id: string, usager: string, now: Date) {
  let queued = 0;
  for (const [holder, to] of await recipientsOf(deps, tx, usager)) {
    const notice = { key: `override:${id}:${holder}`, holder, template: 'override' as const };
    queued += await queueFor(tx, to, { ...notice, facts: { own: holder === usager } }, now);
  }
  return queued;
}

/** So many does the gate tell at once. */
const pageSize = 500;

/**
 * Queues, for whoever has an address, that a restriction on their record was overridden: whatever they chose about accesses
 * the person is told; the channel is « à valider »). Each override once, on however many processes. Resolves to how many
 * were queued.
 */
export function tellOverrides(deps: NotificationDeps): Promise<number> {
  const now = deps.clock?.() ?? new Date();
  return follow(
    deps.pool,
    {
      ...{ name: 'override', pageSize },
      since: moment => deps.gate.notices.overridesSince(moment),
      when: ({ opened }) => opened,
      tell: (tx, { id, usager }) => tellOne(deps, tx, id, usager, now),
    },
    now,
  );
}
