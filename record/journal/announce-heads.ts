import type { Pool } from '@continuum/record-database';
import type { Logger } from 'pino';
import { lastHead, toSignedHead } from './head.ts';

export interface AnnounceOptions {
  pool: Pool;
  /** Takes a signed head, as JSON, by POST. */
  url: string;
  everyMs: number;
  log: Pick<Logger, 'warn'>;
}

/** Announcing that goes on. `stop` lets the request under way finish. */
export interface Announcer {
  stop(): Promise<void>;
}

const longestMs = 10_000;

/**
 * Sends the newest signed head to an address outside, once a minute or so, when it is newer than the one that was taken
 * there: one head proves all those before it (RFC 9162 §2.1.4). Whatever happens there holds nothing back here: a head that
 * was not taken is logged, and the newest is tried again the next time.
 */
export function announceHeads({ pool, url, everyMs, log }: AnnounceOptions): Announcer {
  let taken = 0;
  const send = async (): Promise<void> => {
    const head = await lastHead(pool.query);
    if (head === undefined || head.size <= taken) return;
    const answer = await fetch(url, {
      ...{ method: 'POST', redirect: 'error', signal: AbortSignal.timeout(longestMs) },
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(toSignedHead(head)),
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    taken = head.size;
  };
  const pass = (): Promise<void> =>
    send().catch(error => log.warn({ err: error, url }, 'a head of the journal was not taken outside'));
  let running = pass();
  const timer = setInterval(() => {
    running = running.then(pass);
  }, everyMs).unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
