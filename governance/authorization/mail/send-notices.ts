import type { Pool, Tx } from '@continuum/record-database';
import type { Notice, NoticeTemplate } from '../notice.ts';
import { toMail } from './notice-text.ts';

/** Sends one message; resolves once somebody else answers for it. */
export type SendMail = (message: {
  to: string;
  subject: string;
  text: string;
  messageId: string;
}) => Promise<void>;

export interface NoticesDeps {
  pool: Pool;
  send: SendMail;
  publicUrl: string;
  clock?: () => Date;
}

interface Row {
  id: string;
  template: NoticeTemplate;
  email: string;
  facts: Notice['facts'];
  tries: number;
}

/** One at a time, and each by one process: what a killed one had taken is free again. */
const take = `
  SELECT id, template, email, facts, tries FROM service.authorization_notice
   WHERE sent IS NULL AND next_try <= $1 ORDER BY next_try, id LIMIT 1 FOR UPDATE SKIP LOCKED`;

const longestWaitMinutes = 60;

async function sendOne({ send, publicUrl }: NoticesDeps, tx: Tx, row: Row, now: Date): Promise<boolean> {
  const { host } = new URL(publicUrl);
  try {
    const mail = toMail(row.template, row.facts, publicUrl);
    // The same id each time: a message that was taken and not marked is known for the same by who receives it twice.
    await send({ to: row.email, ...mail, messageId: `<${row.id}@${host}>` });
  } catch (error) {
    const minutes = Math.min(2 ** row.tries, longestWaitMinutes);
    const text = `UPDATE service.authorization_notice SET tries = tries + 1, problem = $2, next_try = $3 WHERE id = $1`;
    const problem = (error instanceof Error ? error.message : String(error)).slice(0, 500);
    await tx.query(text, [row.id, problem, new Date(now.getTime() + minutes * 60_000)]);
    return false;
  }
  const text = `UPDATE service.authorization_notice SET tries = tries + 1, problem = NULL, sent = $2 WHERE id = $1`;
  await tx.query(text, [row.id, now]);
  return true;
}

/** Sends every notice whose time it is. Resolves to how many were, and how many wait on. */
export async function sendNotices(deps: NoticesDeps): Promise<{ sent: number; waiting: number }> {
  const now = deps.clock?.() ?? new Date();
  const result = { sent: 0, waiting: 0 };
  for (;;) {
    const was = await deps.pool.transaction(async tx => {
      const [row] = await tx.query<Row>(take, [now]);
      return row && (await sendOne(deps, tx, row, now));
    });
    if (was === undefined) return result;
    if (was) result.sent++;
    else result.waiting++;
  }
}
