import type { Pool, Tx } from '@continuum/record-database';

/**
 * What is dated a little before it can be read (an override is by when it was prepared, and is signed within five minutes): a
 * stretch is looked at again.
 */
const overlapMs = 10 * 60_000;

/** Something that happens elsewhere, and that persons are told of. */
export interface Followed<Happening> {
  /** Of the place up to which it was looked through. */
  name: string;
  /** So many are read at once. */
  pageSize: number;
  /** What happened since, the oldest first. */
  since(moment: Date): Promise<Happening[]>;
  when(happening: Happening): Date;
  /** Queues what there is to tell of it; how many notices. */
  tell(tx: Tx, happening: Happening): Promise<number>;
}

const cursor = 'SELECT at FROM service.notice_cursor WHERE name = $1 FOR UPDATE';

/**
 * Tells what happened since it was last looked: the place and the notices move together, so that each is told once, on
 * however many processes. What was before the first look is not told. Resolves to how many notices were queued.
 */
export async function follow<Happening>(
  pool: Pool,
  { name, pageSize, since, when, tell }: Followed<Happening>,
  now: Date,
): Promise<number> {
  await pool.query('INSERT INTO service.notice_cursor (name, at) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    ...[name, now],
  ]);
  let queued = 0;
  for (;;) {
    const went = await pool.transaction(async tx => {
      const [{ at }] = (await tx.query<{ at: Date }>(cursor, [name])) as [{ at: Date }];
      const some = await since(at);
      for (const one of some) queued += await tell(tx, one);
      const full = some.length === pageSize;
      const last = full ? when(some.at(-1)!) : new Date(now.getTime() - overlapMs);
      await tx.query('UPDATE service.notice_cursor SET at = $2 WHERE name = $1', [
        ...[name, last > at ? last : at],
      ]);
      return full && last > at;
    });
    if (!went) return queued;
  }
}
