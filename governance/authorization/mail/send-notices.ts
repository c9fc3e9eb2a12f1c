import { type Pool, type Tx, type Worked, workOff } from '@continuum/record-database';
import { messageIdOf, nextTry, type SendMail } from '@continuum/standards-mail';
import type { Notice, NoticeTemplate } from '../notice.ts';
import { toMail } from './notice-text.ts';

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

async function sendOne({ send, publicUrl }: NoticesDeps, tx: Tx, row: Row, now: Date): Promise<Worked> {
  try {
    const mail = toMail(row.template, row.facts, publicUrl);
    await send({ to: row.email, ...mail, messageId: messageIdOf(row.id, publicUrl) });
  } catch (error) {
    const text = `UPDATE service.authorization_notice SET tries = tries + 1, problem = $2, next_try = $3 WHERE id = $1`;
    const problem = (error instanceof Error ? error.message : String(error)).slice(0, 500);
    await tx.query(text, [row.id, problem, nextTry(row.tries, now)]);
    return 'left';
  }
  const text = `UPDATE service.authorization_notice SET tries = tries + 1, problem = NULL, sent = $2 WHERE id = $1`;
  await tx.query(text, [row.id, now]);
  return 'done';
}

/** Sends every notice whose time it is. Resolves to how many were, and how many wait on. */
export async function sendNotices(deps: NoticesDeps): Promise<{ sent: number; waiting: number }> {
  const now = deps.clock?.() ?? new Date();
  const { done: sent, left: waiting } = await workOff(
    deps.pool,
    async tx => (await tx.query<Row>(take, [now]))[0],
    (tx, row) => sendOne(deps, tx, row, now),
  );
  return { sent, waiting };
}
