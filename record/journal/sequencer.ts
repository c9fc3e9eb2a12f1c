import type { Logger } from 'pino';
import type { Journal } from './journal.ts';

export interface SequencerOptions {
  journal: Pick<Journal, 'sequence'>;
  everyMs: number;
  log: Logger;
}

/** A running sequencer. `stop` lets the pass under way finish. */
export interface Sequencer {
  stop(): Promise<void>;
}

/**
 * Numbers and signs again and again: `everyMs` is how long an entry stays unproven. An error is logged and
 * the next pass tries again; the entries wait in the journal, nothing is lost.
 */
export function startSequencer({ journal, everyMs, log }: SequencerOptions): Sequencer {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const pass = async (): Promise<void> => {
    try {
      await journal.sequence();
    } catch (error) {
      log.error({ err: error }, 'the journal could not be sequenced');
    }
  };
  const schedule = (): void => {
    if (!stopped) timer = setTimeout(run, everyMs).unref();
  };
  let running: Promise<void> = Promise.resolve();
  const run = (): void => {
    running = pass().then(schedule);
  };
  run();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
