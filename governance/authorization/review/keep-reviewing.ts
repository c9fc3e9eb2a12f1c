import type { Database } from '@continuum/record-database';
import { platformActor } from '@continuum/trust-access';
import type { AuthorizationDeps, Caller } from '../deps.ts';
import { endExpired } from './end-expired.ts';
import { openReviews, usualReviewMonths } from './open-reviews.ts';
import { readRegions } from './read-regions.ts';
import { tellEndings } from './tell-endings.ts';

const queue = 'authorization.review';
const caller: Caller = {
  actor: platformActor,
  origin: { request: queue, address: 'local', channel: 'platform' },
};

/** What one look at every authorization did. */
export interface Reviewed {
  ended: number;
  told: number;
  opened: number;
  /** Organizations whose region was read again. */
  regions: number;
}

/** Ends what is over, tells of what ends soon, asks what is to be reviewed. Again at once, it does nothing more. */
export async function reviewAll(deps: AuthorizationDeps, months = usualReviewMonths): Promise<Reviewed> {
  const now = deps.clock?.() ?? new Date();
  const ended = await endExpired(deps, caller, now);
  const told = await tellEndings(deps, now);
  const opened = await openReviews(deps, caller, now, months);
  const regions = await readRegions(deps, caller, now);
  deps.wake?.();
  return { ended, told, opened, regions };
}

/** Looks at every authorization at start and each hour, on one process of all, by a durable job. */
export async function keepReviewing(
  database: Pick<Database, 'jobs'>,
  review: () => Promise<Reviewed>,
): Promise<void> {
  const jobs = await database.jobs();
  await jobs.createQueue(queue, { policy: 'stately', retryLimit: 3, retryDelay: 60 });
  await jobs.schedule(queue, '7 * * * *');
  await jobs.work(queue, async () => {
    await review();
  });
  await jobs.send(queue);
}
