import type { Tx } from '@continuum/record-database';
import type { Channel } from './channel.ts';
import type { NotificationDeps, RequestNews } from './deps.ts';
import { follow } from './follow.ts';
import { queueFor, reachOf } from './reach.ts';

const askers = `
  SELECT holder, requests FROM service.notice_choice WHERE usager = $1 AND requests <> '{}' ORDER BY holder`;

async function tellOne(deps: NotificationDeps, tx: Tx, news: RequestNews, now: Date): Promise<number> {
  const { id, usager, late } = news;
  const found = await tx.query<{ holder: string; requests: Channel[] }>(askers, [usager]);
  const reach = await reachOf(
    tx,
    found.map(({ holder }) => holder),
  );
  let queued = 0;
  for (const { holder, requests } of found) {
    const to = (reach.get(holder) ?? []).filter(({ channel }) => requests.includes(channel));
    if (!to[0] || !(await deps.mayOpen(to[0].account, usager))) continue;
    const template = late ? ('request-late' as const) : ('request' as const);
    const notice = { key: `request:${id}:${holder}`, holder, template, facts: { own: holder === usager } };
    queued += await queueFor(tx, to, notice, now);
  }
  return queued;
}

/** So many are read at once. */
const pageSize = 500;

/**
 * Queues, for whoever chose it, that a request about a record went a step further, or that its delay is over without an answer.
 * Resolves to how many notices were queued.
 */
export function tellRequests(deps: NotificationDeps): Promise<number> {
  const now = deps.clock?.() ?? new Date();
  return follow<RequestNews>(
    deps.pool,
    {
      ...{ name: 'request', pageSize },
      since: moment => deps.requestNews(moment, now, pageSize),
      when: ({ at }) => at,
      tell: (tx, news) => tellOne(deps, tx, news, now),
    },
    now,
  );
}
