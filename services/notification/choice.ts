import type { Query } from '@continuum/record-database';
import type { Channel } from './channel.ts';
import type { Frequency } from './notice-view.ts';

const weekMs = 7 * 86_400_000;
const hourMs = 3_600_000;

/** How long after a look at the journal that found something the next one is: what is between is told together. */
export const restAfter: Readonly<Record<Exclude<Frequency, 'off'>, number>> = {
  each: hourMs,
  weekly: weekMs,
};

/** What a person wants to be told of a record, and by which ways. */
export interface Choice {
  frequency: Frequency;
  /** By which ways they are told of accesses. */
  channels: Channel[];
  /** And of what becomes of requests by right; none: they are not. */
  requests: Channel[];
}

/** The ways that a choice needs: none when nothing is to be told. */
export const waysOf = ({ frequency, channels, requests }: Choice): Channel[] => [
  ...new Set([...(frequency === 'off' ? [] : channels), ...requests]),
];

/** The choice of a person about a record; undefined when they made none. */
export async function choiceOf(
  db: { query: Query },
  holder: string,
  usager: string,
): Promise<Choice | undefined> {
  const [row] = await db.query<Choice>(
    'SELECT frequency, channels, requests FROM service.notice_choice WHERE holder = $1 AND usager = $2',
    [holder, usager],
  );
  return row;
}

/** Keeps a choice. What was before accesses were to be told is not told: the list of accesses has it. */
export async function keepChoice(
  tx: { query: Query },
  holder: string,
  usager: string,
  { frequency, channels, requests }: Choice,
  now: Date,
): Promise<void> {
  const next = frequency === 'weekly' ? new Date(now.getTime() + weekMs) : now;
  await tx.query(
    `INSERT INTO service.notice_choice AS c (holder, usager, frequency, channels, requests, looked_until, next_look, changed)
     VALUES ($1, $2, $3, $6, $7, $4, $5, $4)
     ON CONFLICT (holder, usager) DO UPDATE SET frequency = $3, channels = $6, requests = $7, changed = $4,
       looked_until = CASE c.frequency WHEN $3 THEN c.looked_until ELSE $4 END,
       next_look = CASE c.frequency WHEN $3 THEN c.next_look ELSE $5 END`,
    [holder, usager, frequency, now, next, channels, requests],
  );
}
