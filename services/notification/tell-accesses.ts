import type { Tx } from '@continuum/record-database';
import { restAfter } from './choice.ts';
import type { NotificationDeps } from './deps.ts';
import type { Language } from './mail/notice-text.ts';
import { queueNotice } from './mail/queue-notice.ts';
import type { Frequency } from './notice-view.ts';

interface Due {
  holder: string;
  usager: string;
  account: string;
  frequency: Exclude<Frequency, 'off'>;
  email: string;
  language: Language;
  lookedUntil: Date;
}

/** Those whose time it is, each by one process. */
const take = `
  SELECT c.holder, c.usager, a.account, c.frequency, a.email, a.language, c.looked_until AS "lookedUntil"
    FROM service.notice_choice c JOIN service.notice_address a USING (holder)
   WHERE c.frequency <> 'off' AND c.next_look <= $1 AND a.confirmed IS NOT NULL AND a.refused IS NULL
   ORDER BY c.next_look, c.holder, c.usager LIMIT 100 FOR UPDATE OF c SKIP LOCKED`;

/** An entry has its moment a little before it can be read: what is younger is looked at next time. */
const lagMs = 60_000;
/** How long a record that nobody opened is left. */
const quietMs = 50_000;

const later = (now: Date, ms: number): Date => new Date(now.getTime() + ms);

const keep = `
  UPDATE service.notice_choice SET looked_until = GREATEST(looked_until, $3), next_look = $4, frequency = $5 WHERE holder = $1 AND usager = $2`;

async function settle(
  deps: NotificationDeps,
  tx: Tx,
  due: Due,
  looked: boolean,
  now: Date,
): Promise<boolean> {
  const { holder, usager, frequency, email, language, lookedUntil } = due;
  const until = later(now, -lagMs);
  if (looked && !(await deps.mayOpen(due.account, usager))) {
    // Who may not open the record any more is told nothing of it.
    await tx.query(keep, [holder, usager, until, now, 'off']);
    return false;
  }
  const rest = looked || frequency === 'weekly' ? restAfter[frequency] : quietMs;
  await tx.query(keep, [holder, usager, until, later(now, rest), frequency]);
  if (!looked) return false;
  return queueNotice(
    tx,
    {
      ...{ key: `opened:${holder}:${usager}:${lookedUntil.toISOString()}`, holder, email, language },
      template: frequency === 'weekly' ? 'opened-week' : 'opened',
      facts: { own: holder === usager },
    },
    now,
  );
}

/**
 * Queues a notice for whoever chose one and whose record was opened since: at most one an hour, or a week. The choice and the
 * notice move together, so that a look is told once, on however many processes. Resolves to how many were queued.
 */
export async function tellAccesses(deps: NotificationDeps): Promise<number> {
  const now = deps.clock?.() ?? new Date();
  const until = later(now, -lagMs);
  let queued = 0;
  for (;;) {
    const some = await deps.pool.transaction(async tx => {
      const due = await tx.query<Due>(take, [now]);
      const looked = await deps.gate.notices.lookedAt(
        due.map(({ holder, usager, lookedUntil }) => ({
          ...{ usager, besides: `Patient/${holder}`, since: lookedUntil, until },
        })),
      );
      for (const [at, one] of due.entries()) if (await settle(deps, tx, one, looked[at]!, now)) queued++;
      return due.length;
    });
    if (some === 0) return queued;
  }
}
