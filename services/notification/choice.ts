import type { Query } from '@continuum/record-database';
import type { Frequency } from './notice-view.ts';

const weekMs = 7 * 86_400_000;
const hourMs = 3_600_000;

/** How long after a look at the journal that found something the next one is: what is between is told together. */
export const restAfter: Readonly<Record<Exclude<Frequency, 'off'>, number>> = {
  each: hourMs,
  weekly: weekMs,
};

/** The choice of a person about a record: `off` when they made none. */
export async function choiceOf(db: { query: Query }, holder: string, usager: string): Promise<Frequency> {
  const [row] = await db.query<{ frequency: Frequency }>(
    'SELECT frequency FROM service.notice_choice WHERE holder = $1 AND usager = $2',
    [holder, usager],
  );
  return row?.frequency ?? 'off';
}

/** Keeps a choice. What was before it is not told: the list of accesses has it. */
export async function keepChoice(
  tx: { query: Query },
  { holder, usager, frequency }: { holder: string; usager: string; frequency: Frequency },
  now: Date,
): Promise<void> {
  const next = frequency === 'weekly' ? new Date(now.getTime() + weekMs) : now;
  await tx.query(
    `INSERT INTO service.notice_choice AS c (holder, usager, frequency, looked_until, next_look, changed)
     VALUES ($1, $2, $3, $4, $5, $4)
     ON CONFLICT (holder, usager) DO UPDATE SET frequency = $3, looked_until = $4, next_look = $5, changed = $4
     WHERE c.frequency <> $3`,
    [holder, usager, frequency, now, next],
  );
}
