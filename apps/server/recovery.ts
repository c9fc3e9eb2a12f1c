import type { Rooms } from './rooms.ts';

const name = 'intake.recover';

/**
 * Goes on with what a killed process left, at start; then every minute, on one process of all, by a durable job.
 * @returns how to stop
 */
export function keepRecovering({ intake, database, log, matrix }: Rooms): () => Promise<void> {
  const failed = (error: unknown) =>
    log.error({ err: error }, 'what was received could not all be gone on with');
  const first = intake.recover().then(() => undefined, failed);
  const scheduled = schedule(database, async () => {
    // No request began this work, and told which table decides.
    await matrix.refresh();
    await intake.recover({ olderThanMs: 60_000 });
  }).catch(failed);
  return async () => {
    await Promise.all([first, scheduled]);
  };
}

async function schedule(database: Rooms['database'], work: () => Promise<void>): Promise<void> {
  const jobs = await database.jobs();
  await jobs.createQueue(name);
  await jobs.schedule(name, '* * * * *');
  await jobs.work(name, work);
}
