import type { Pool, Tx } from '@continuum/record-database';
import { type Facts, type Language, type Template, toMail } from './notice-text.ts';
import type { OutboxMessage, SendMail } from './send-mail.ts';

export interface SendingDeps {
  pool: Pool;
  send: SendMail;
  publicUrl: string;
  clock?: () => Date;
}

interface Row {
  id: string;
  holder: string;
  template: Template;
  email: string;
  language: Language;
  facts: Facts;
  tries: number;
  created: Date;
}

/** One at a time, and each by one process: what a killed one had taken is free again. */
const take = `
  SELECT id, holder, template, email, language, facts, tries, created FROM service.notice
   WHERE sent IS NULL AND failed IS NULL AND next_try <= $1 ORDER BY next_try, id LIMIT 1 FOR UPDATE SKIP LOCKED`;

const longestWaitMinutes = 60;
/** For how long a server that does not answer is tried. */
const triedForMs = 3 * 86_400_000;

/**
 * The address itself is refused, for good (RFC 5321 4.2.1: 5yz): its recipient, or what is sent to it. A server that refuses the
 * sender or their password says nothing of the address.
 */
const isRefusal = (error: unknown): boolean => {
  const { responseCode: code, command } = error as { responseCode?: unknown; command?: unknown };
  const isOfAddress = command === 'RCPT TO' || command === 'DATA';
  return isOfAddress && typeof code === 'number' && code >= 500 && code < 600;
};

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 500);

/** Nothing more is sent to an address that refuses, until its holder confirms one again. */
async function giveUp(tx: Tx, row: Row, problem: string, now: Date): Promise<void> {
  await tx.query('UPDATE service.notice SET tries = tries + 1, problem = $2, failed = $3 WHERE id = $1', [
    row.id,
    problem,
    now,
  ]);
  await tx.query(
    `UPDATE service.notice_address SET refused = $3, refusal = $4
     WHERE holder = $1 AND email = $2 AND refused IS NULL`,
    [row.holder, row.email, now, problem],
  );
}

async function tryLater(tx: Tx, row: Row, problem: string, now: Date): Promise<void> {
  const minutes = Math.min(2 ** row.tries, longestWaitMinutes);
  await tx.query('UPDATE service.notice SET tries = tries + 1, problem = $2, next_try = $3 WHERE id = $1', [
    row.id,
    problem,
    new Date(now.getTime() + minutes * 60_000),
  ]);
}

async function sendOne({ send, publicUrl }: SendingDeps, tx: Tx, row: Row, now: Date): Promise<boolean> {
  const { host } = new URL(publicUrl);
  try {
    const mail = toMail(row.template, row.facts, row.language, publicUrl);
    // The same id each time: a message that was taken and not marked is known for the same by who receives it twice.
    await send({ to: row.email, ...mail, messageId: `<${row.id}@${host}>` });
  } catch (error) {
    const given = isRefusal(error) || now.getTime() - row.created.getTime() > triedForMs;
    await (given ? giveUp : tryLater)(tx, row, messageOf(error), now);
    return false;
  }
  await tx.query('UPDATE service.notice SET tries = tries + 1, problem = NULL, sent = $2 WHERE id = $1', [
    row.id,
    now,
  ]);
  return true;
}

/** Sends every notice whose time it is. Resolves to how many were, and how many were not. */
export async function sendNotices(deps: SendingDeps): Promise<{ sent: number; unsent: number }> {
  const now = deps.clock?.() ?? new Date();
  const result = { sent: 0, unsent: 0 };
  for (;;) {
    const was = await deps.pool.transaction(async tx => {
      const [row] = await tx.query<Row>(take, [now]);
      return row && (await sendOne(deps, tx, row, now));
    });
    if (was === undefined) return result;
    result[was ? 'sent' : 'unsent']++;
  }
}

/** The last messages, newest first. */
export async function outboxOf(pool: Pool, publicUrl: string): Promise<OutboxMessage[]> {
  const rows = await pool.query<Row & { sent: Date }>(
    `SELECT template, email, language, facts, sent FROM service.notice
     WHERE sent IS NOT NULL ORDER BY sent DESC, id LIMIT 200`,
  );
  return rows.map(({ template, email, language, facts, sent }) => ({
    ...{ to: email, sent },
    ...toMail(template, facts, language, publicUrl),
  }));
}
