import type { Database } from '@continuum/record-database';
import { replayAll } from './replay.ts';
import { type WatchDeps, watch } from './watch.ts';

const queues = { watch: 'surveillance.watch', replay: 'surveillance.replay' };

/** The watch goes on by itself from now on. */
export interface Watching {
  /** There is a replay to do. */
  wake(): void;
}

/**
 * Evaluates what is new in the journal each minute, and replays when one is asked for: on one process of all, by durable
 * jobs. What a killed process had begun is begun again.
 */
export async function keepWatching(
  database: Pick<Database, 'jobs'>,
  deps: WatchDeps,
  fault: (error: unknown) => void,
): Promise<Watching> {
  const jobs = await database.jobs();
  await jobs.createQueue(queues.watch, { policy: 'stately' });
  await jobs.createQueue(queues.replay, {
    policy: 'stately',
    retryLimit: 3,
    retryDelay: 5,
    expireInSeconds: 3_600,
  });
  await jobs.schedule(queues.watch, '* * * * *');
  await jobs.work(queues.watch, async () => {
    await watch(deps);
  });
  await jobs.work(queues.replay, { pollingIntervalSeconds: 1 }, async () => {
    await replayAll(deps);
  });
  const wake = () => void jobs.send(queues.replay).catch(fault);
  // What a killed process left, and the first look of this one.
  wake();
  await jobs.send(queues.watch);
  return { wake };
}
