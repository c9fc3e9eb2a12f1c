import type { Database } from '@continuum/record-database';
import type { NotificationDeps } from './deps.ts';
import { type SendingDeps, sendNotices } from './send-notices.ts';
import { tellAccesses } from './tell-accesses.ts';
import { tellOverrides } from './tell-overrides.ts';
import { tellRequests } from './tell-requests.ts';

const queue = 'notification.notices';

/** Persons are told from now on: what there is to tell is looked for each minute, and sent. */
export interface Notifying {
  /** There is something to send at once. */
  wake(): void;
}

/** On one process of all, by a durable job; what a killed one had begun is begun again. */
export async function keepNotifying(
  database: Pick<Database, 'jobs'>,
  deps: NotificationDeps & SendingDeps,
  fault: (error: unknown) => void,
): Promise<Notifying> {
  const jobs = await database.jobs();
  await jobs.createQueue(queue, { policy: 'stately', retryLimit: 3, retryDelay: 5 });
  await jobs.schedule(queue, '* * * * *');
  await jobs.work(queue, { pollingIntervalSeconds: 1 }, async () => {
    await tellOverrides(deps);
    await tellAccesses(deps);
    await tellRequests(deps);
    await sendNotices(deps);
  });
  return {
    wake() {
      void jobs.send(queue).catch(fault);
    },
  };
}
