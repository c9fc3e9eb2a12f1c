import type { Pool } from '@continuum/record-database';

/** What the demonstration remembers. */
export interface DemoState {
  /** The day of first load, from which histories are dated back: a load that was interrupted goes on from it. */
  today: Date;
  /** How many people there are to be. */
  people: number;
  /** How many are wholly written: the first of the territory. */
  complete: number;
  /** The pictures lie in an archive. */
  pictures: boolean;
  /** The registers say of intervenants their order and their functions. */
  standing: boolean;
  /** The cast has its authorizations of access. */
  access: boolean;
}

type Row = Omit<DemoState, 'today'> & { today: string };

const select = `SELECT today::text AS today, people, complete, pictures IS NOT NULL AS pictures, standing, access
  FROM service.demonstration`;

/** Reads the state, or begins it today. It grows to `people`, and never shrinks. */
export async function demoState(service: Pool, people: number, now: Date): Promise<DemoState> {
  await service.query(
    `INSERT INTO service.demonstration (today, people, standing) VALUES ($1, $2, true)
     ON CONFLICT (one) DO UPDATE SET people = $2 WHERE demonstration.people < $2`,
    [now.toISOString().slice(0, 10), people],
  );
  const [row] = await service.query<Row>(select);
  return { ...row!, today: new Date(`${row!.today}T12:00:00Z`) };
}

/** Remembers that these people are wholly written. */
export async function markComplete(service: Pool, people: number): Promise<void> {
  await service.query('UPDATE service.demonstration SET complete = $1', [people]);
}

/** Remembers that the archive has the pictures. */
export async function markPictures(service: Pool): Promise<void> {
  await service.query('UPDATE service.demonstration SET pictures = now()');
}

/** Remembers that the registers say it. */
export async function markStanding(service: Pool): Promise<void> {
  await service.query('UPDATE service.demonstration SET standing = true');
}

/** Remembers that the cast has its authorizations. */
export async function markAccess(service: Pool): Promise<void> {
  await service.query('UPDATE service.demonstration SET access = true');
}
