import type { Store } from '@continuum/record-store';
import type { Logger } from 'pino';

export interface IndexerOptions {
  store: Pick<Store, 'reindexSome'>;
  /** Before looking again, when another process is at it or the database is away. */
  waitMs: number;
  log: Logger;
}

/** Between two batches, so that those who ask and write come first. */
const breathMs = 20;

/**
 * Indexes again, in the background, what an older extraction indexed. How far it came is in the database: a killed
 * process loses one batch. Ends by itself when all is done. Returns how to stop it sooner.
 */
export function keepIndexed({ store, waitMs, log }: IndexerOptions): () => Promise<void> {
  const stop = Promise.withResolvers<void>();
  let stopped = false;
  const pause = (ms: number) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms).unref();
    return Promise.race([promise, stop.promise]).finally(() => clearTimeout(timer));
  };
  const some = () =>
    store.reindexSome().catch((error: unknown) => {
      log.error({ err: error }, 'some of the record could not be indexed again');
      return 'elsewhere' as const;
    });
  const work = async (): Promise<void> => {
    while (!stopped) {
      const outcome = await some();
      if (outcome === 'done') return;
      await pause(outcome === 'more' ? breathMs : waitMs);
    }
  };
  const running = work();
  return async () => {
    stopped = true;
    stop.resolve();
    await running;
  };
}
