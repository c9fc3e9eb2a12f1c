import type { Tx } from '@continuum/record-database';
import type { NotificationDeps } from './deps.ts';
import type { Language } from './mail/notice-text.ts';
import { queueNotice } from './mail/queue-notice.ts';

interface Recipient {
  holder: string;
  email: string;
  language: Language;
}

/** Overrides are dated by when they were prepared, and signed within five minutes: a stretch is looked at again. */
const overlapMs = 10 * 60_000;
const pageSize = 500;

/** Whoever gave an address and follows that record, whatever they chose to be told of. */
const followers = `
  SELECT a.holder, a.account, a.email, a.language FROM service.notice_address a
   WHERE a.confirmed IS NOT NULL AND a.refused IS NULL
     AND (a.holder = $1 OR EXISTS (SELECT FROM service.notice_choice c WHERE c.holder = a.holder AND c.usager = $1))`;

/** The person, at the address that they confirmed or else the register's; and those who follow the record for them. */
async function recipientsOf(deps: NotificationDeps, tx: Tx, usager: string): Promise<Recipient[]> {
  const found = await tx.query<Recipient & { account: string }>(followers, [usager]);
  const told: Recipient[] = [];
  for (const { account, ...one } of found) if (await deps.mayOpen(account, usager)) told.push(one);
  if (told.some(({ holder }) => holder === usager)) return told;
  const email = await deps.emailOf(usager);
  return email === undefined ? told : [...told, { holder: usager, email, language: 'fr' }];
}

async function tellOne(deps: NotificationDeps, tx: Tx, id: string, usager: string, now: Date) {
  let queued = 0;
  for (const { holder, email, language } of await recipientsOf(deps, tx, usager)) {
    const facts = { own: holder === usager };
    const key = `override:${id}:${holder}`;
    if (await queueNotice(tx, { key, holder, template: 'override', email, language, facts }, now)) queued++;
  }
  return queued;
}

const cursor = `SELECT at FROM service.notice_cursor WHERE name = 'override' FOR UPDATE`;

/**
 * Queues, for whoever has an address, that a restriction on their record was overridden: whatever they chose about accesses
 * the person is told; the channel is « à valider »). Each override once, on however many processes. Resolves to how many
 * were queued.
 */
export async function tellOverrides(deps: NotificationDeps): Promise<number> {
  const now = deps.clock?.() ?? new Date();
  const { pool, gate } = deps;
  await pool.query(
    `INSERT INTO service.notice_cursor (name, at) VALUES ('override', $1) ON CONFLICT DO NOTHING`,
    [now],
  );
  let queued = 0;
  for (;;) {
    const went = await pool.transaction(async tx => {
      const [{ at }] = (await tx.query<{ at: Date }>(cursor)) as [{ at: Date }];
      const some = await gate.notices.overridesSince(at);
      for (const { id, usager } of some) queued += await tellOne(deps, tx, id, usager, now);
      const last = some.length === pageSize ? some.at(-1)!.opened : new Date(now.getTime() - overlapMs);
      const next = last > at ? last : at;
      await tx.query(`UPDATE service.notice_cursor SET at = $1 WHERE name = 'override'`, [next]);
      return some.length === pageSize;
    });
    if (!went) return queued;
  }
}
