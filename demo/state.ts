import type { Pool } from '@continuum/record-database';

/** What the demonstration remembers. */
export interface DemoState {
  /** The day of first load, from which histories are dated back: a load that was interrupted goes on from it. */
  today: Date;
  people: number;
  loaded: boolean;
}

interface Row {
  today: string;
  people: number;
  loaded: boolean;
}

const select = 'SELECT today::text AS today, people, loaded IS NOT NULL AS loaded FROM service.demonstration';

/**
 * Reads the state, or begins it today. More people than were loaded reopen the loading, for the new ones:
 * those already there are replays.
 */
export async function demoState(service: Pool, people: number, now: Date): Promise<DemoState> {
  await service.query(
    `INSERT INTO service.demonstration (today, people) VALUES ($1, $2)
     ON CONFLICT (one) DO UPDATE SET people = $2, loaded = NULL WHERE demonstration.people < $2`,
    [now.toISOString().slice(0, 10), people],
  );
  const [row] = await service.query<Row>(select);
  return { ...row!, today: new Date(`${row!.today}T12:00:00Z`) };
}

/** Remembers that everything was loaded. */
export async function markLoaded(service: Pool): Promise<void> {
  await service.query('UPDATE service.demonstration SET loaded = now()');
}
