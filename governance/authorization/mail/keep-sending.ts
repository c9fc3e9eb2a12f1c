import type { Database } from '@continuum/record-database';
import { type NoticesDeps, sendNotices } from './send-notices.ts';

const queue = 'authorization.notices';

/** Notices leave from now on: as soon as there is one, and each minute those that wait for another try. */
export interface Sending {
  /** There is something to send. */
  wake(): void;
}

/** Takes notices from the queue. Any process does; what one could not send stays, and is tried again. */
export async function keepSending(
  database: Pick<Database, 'jobs'>,
  deps: NoticesDeps,
  fault: (error: unknown) => void,
): Promise<Sending> {
  const jobs = await database.jobs();
  await jobs.createQueue(queue, { policy: 'stately', retryLimit: 3, retryDelay: 5 });
  await jobs.schedule(queue, '* * * * *');
  await jobs.work(queue, { pollingIntervalSeconds: 1 }, async () => {
    await sendNotices(deps);
  });
  return {
    wake() {
      void jobs.send(queue).catch(fault);
    },
  };
}
