import type { Tx } from '@continuum/record-database';
import type { Channel } from './channel.ts';
import { restAfter } from './choice.ts';
import type { NotificationDeps } from './deps.ts';
import type { Frequency } from './notice-view.ts';
import { queueFor, type Reach, reachOf } from './reach.ts';

interface Due {
  holder: string;
  usager: string;
  frequency: Exclude<Frequency, 'off'>;
  channels: Channel[];
  lookedUntil: Date;
}

/** Those whose time it is, and who are told somewhere; each by one process. */
const take = `
  SELECT c.holder, c.usager, c.frequency, c.channels, c.looked_until AS "lookedUntil" FROM service.notice_choice c
   WHERE c.frequency <> 'off' AND c.next_look <= $1
     AND EXISTS (SELECT FROM service.notice_reach r WHERE r.holder = c.holder AND r.channel = ANY (c.channels))
   ORDER BY c.next_look, c.holder, c.usager LIMIT 100 FOR UPDATE OF c SKIP LOCKED`;

/** An entry has its moment a little before it can be read: what is younger is looked at next time. */
const lagMs = 60_000;
/** How long a record that nobody opened is left. */
const quietMs = 50_000;

const later = (now: Date, ms: number): Date => new Date(now.getTime() + ms);

const keep = `
  UPDATE service.notice_choice SET looked_until = GREATEST(looked_until, $3), next_look = $4, frequency = $5 WHERE holder = $1 AND usager = $2`;

interface Found {
  due: Due;
  looked: boolean;
  reached: readonly Reach[];
}

async function settle(
  deps: NotificationDeps,
  tx: Tx,
  { due, looked, reached }: Found,
  now: Date,
): Promise<number> {
  const { holder, usager, frequency, channels, lookedUntil } = due;
  const until = later(now, -lagMs);
  const to = reached.filter(({ channel }) => channels.includes(channel));
  const [one] = to;
  // What stopped taking messages since it was looked is told when it takes them again.
  if (!one) return 0;
  if (looked && !(await deps.mayOpen(one.account, usager))) {
    // Who may not open the record any more is told nothing of it.
    await tx.query(keep, [holder, usager, until, now, 'off']);
    return 0;
  }
  const rest = looked || frequency === 'weekly' ? restAfter[frequency] : quietMs;
  await tx.query(keep, [holder, usager, until, later(now, rest), frequency]);
  if (!looked) return 0;
  const key = `opened:${holder}:${usager}:${lookedUntil.toISOString()}`;
  const template = frequency === 'weekly' ? 'opened-week' : 'opened';
  return queueFor(tx, to, { key, holder, template, facts: { own: holder === usager } }, now);
}

/**
 * Queues a notice for whoever chose one and whose record was opened since, by each way that they chose: at most one an hour, or a
 * week. The choice and the notice move together, so that a look is told once, on however many processes. Resolves to how many
 * were queued.
 */
export async function tellAccesses(deps: NotificationDeps): Promise<number> {
  const now = deps.clock?.() ?? new Date();
  const until = later(now, -lagMs);
  let queued = 0;
  for (;;) {
    const some = await deps.pool.transaction(async tx => {
      const all = await tx.query<Due>(take, [now]);
      const reach = await reachOf(
        tx,
        all.map(({ holder }) => holder),
      );
      const looked = await deps.gate.notices.lookedAt(
        all.map(({ holder, usager, lookedUntil }) => ({
          ...{ usager, besides: `Patient/${holder}`, since: lookedUntil, until },
        })),
      );
      for (const [at, due] of all.entries()) {
        const reached = reach.get(due.holder) ?? [];
        queued += await settle(deps, tx, { due, looked: looked[at]!, reached }, now);
      }
      return all.length;
    });
    if (some === 0) return queued;
  }
}
