import { type Pool, type Tx, type Worked, workOff } from '@continuum/record-database';
import { messageIdOf, nextTry, type OutboxMessage, type SendMail } from '@continuum/standards-mail';
import { codeServesMs, refuseAddress } from './address.ts';
import { type Channel, channels } from './channel.ts';
import { type Facts, type Language, type Template, toMail } from './mail/notice-text.ts';
import { endDevice, pushAddressOf } from './push/device.ts';
import { pushWords, toPush } from './push/push-text.ts';
import type { SendPush } from './push/send-push.ts';
import type { SendSms } from './sms/send-sms.ts';
import { toSms } from './sms/sms-text.ts';
import { Unsent } from './unsent.ts';

/** By which ways messages leave from here. */
export interface Senders {
  email?: SendMail | undefined;
  sms?: SendSms | undefined;
  push?: SendPush | undefined;
}

export interface SendingDeps {
  pool: Pool;
  senders: Senders;
  publicUrl: string;
  clock?: () => Date;
}

interface Row {
  id: string;
  holder: string;
  template: Template;
  address: string;
  language: Language;
  facts: Facts;
  tries: number;
  created: Date;
}

const columns: Readonly<Record<Channel, string>> = { email: 'email', sms: 'mobile', push: 'device' };

/** One at a time, and each by one process: what a killed one had taken is free again. What was never tried goes first. */
const take = (channel: Channel) => `
  SELECT id, holder, template, ${columns[channel]} AS address, language, facts, tries, created FROM service.notice
   WHERE sent IS NULL AND failed IS NULL AND next_try <= $1 AND ${columns[channel]} IS NOT NULL
   ORDER BY tries, next_try, id LIMIT 1 FOR UPDATE SKIP LOCKED`;

/** For how long an address is tried that does not take a message for now. */
const triedForMs = 3 * 86_400_000;

const send: Readonly<Record<Channel, (deps: SendingDeps, row: Row, tx: Tx) => Promise<void>>> = {
  async email({ senders, publicUrl }, { id, address, template, facts, language }) {
    const mail = toMail(template, facts, language, publicUrl);
    await senders.email!({ to: address, ...mail, messageId: messageIdOf(id, publicUrl) });
  },
  async sms({ senders }, { address, template, facts, language }) {
    await senders.sms!({ to: address, text: toSms(template, facts, language) });
  },
  async push({ senders }, { address, template, facts, language }, tx) {
    const to = await pushAddressOf(tx, address);
    if (!to) throw new Unsent('refused', 'The person turned notices off in that browser.');
    await senders.push!(to, toPush(template, facts, language));
  },
};

const unsentOf = (error: unknown): Unsent =>
  error instanceof Unsent ? error : new Unsent('gateway', String(error), { cause: error });

async function giveUp(tx: Tx, row: Row, problem: string, now: Date): Promise<void> {
  await tx.query('UPDATE service.notice SET tries = tries + 1, problem = $2, failed = $3 WHERE id = $1', [
    ...[row.id, problem, now],
  ]);
}

async function tryLater(tx: Tx, row: Row, problem: string, now: Date): Promise<void> {
  await tx.query('UPDATE service.notice SET tries = tries + 1, problem = $2, next_try = $3 WHERE id = $1', [
    ...[row.id, problem, nextTry(row.tries, now)],
  ]);
}

async function markSent(tx: Tx, { id }: Row, now: Date): Promise<void> {
  await tx.query('UPDATE service.notice SET tries = tries + 1, problem = NULL, sent = $2 WHERE id = $1', [
    ...[id, now],
  ]);
}

async function sendOne(deps: SendingDeps, tx: Tx, channel: Channel, row: Row, now: Date): Promise<Worked> {
  const age = now.getTime() - row.created.getTime();
  if (row.template === 'confirm' && age >= codeServesMs) {
    await giveUp(tx, row, 'The code serves no more.', now);
    return 'left';
  }
  try {
    await send[channel](deps, row, tx);
  } catch (error) {
    const unsent = unsentOf(error);
    const problem = unsent.message.slice(0, 500);
    // What is wrong with the gateway says nothing of an address, however long it lasts: the notice waits.
    if (unsent.of === 'refused' || (unsent.of === 'address' && age > triedForMs)) {
      await giveUp(tx, row, problem, now);
      if (channel === 'push') await endDevice(tx, row.holder, row.address, problem, now);
      else await refuseAddress(tx, channel, { ...row, problem }, now);
    } else await tryLater(tx, row, problem, now);
    // Nor would others of that way be, maybe.
    return unsent.of === 'gateway' ? 'stop' : 'left';
  }
  await markSent(tx, row, now);
  return 'done';
}

interface Sent {
  sent: number;
  unsent: number;
}

/** What a gateway does not take may be one message alone: as many in a row, and the others wait. */
const mostInVain = 3;

async function sendBy(deps: SendingDeps, channel: Channel, now: Date): Promise<Sent> {
  let inVain = 0;
  const { done: sent, left: unsent } = await workOff(
    deps.pool,
    async tx => (await tx.query<Row>(take(channel), [now]))[0],
    async (tx, row) => {
      const worked = await sendOne(deps, tx, channel, row, now);
      inVain = worked === 'stop' ? inVain + 1 : 0;
      return worked === 'stop' && inVain < mostInVain ? 'left' : worked;
    },
  );
  return { sent, unsent };
}

/**
 * Sends every notice whose time it is, by each way that leaves from here; the others wait. Resolves to how many were, and how
 * many were tried and not.
 */
export async function sendNotices(deps: SendingDeps): Promise<Sent> {
  const now = deps.clock?.() ?? new Date();
  const leaving = channels.filter(channel => deps.senders[channel]);
  const all = await Promise.all(leaving.map(channel => sendBy(deps, channel, now)));
  return {
    sent: all.reduce((sum, { sent }) => sum + sent, 0),
    unsent: all.reduce((sum, { unsent }) => sum + unsent, 0),
  };
}

type SentRow = Omit<Row, 'address'> & Record<'email' | 'mobile' | 'browser', string | null> & { sent: Date };

/** A message as it left, by whichever way. */
function toOutbox(row: SentRow, publicUrl: string): OutboxMessage {
  const { template, facts, language, email, mobile, browser, sent } = row;
  if (email !== null) return { to: email, sent, ...toMail(template, facts, language, publicUrl) };
  if (mobile !== null) return { to: mobile, sent, subject: 'SMS', text: toSms(template, facts, language) };
  return { to: browser!, sent, subject: 'Web Push', text: pushWords(template, facts, language) };
}

/** The last messages, newest first. */
export async function outboxOf(pool: Pool, publicUrl: string): Promise<OutboxMessage[]> {
  const rows = await pool.query<SentRow>(
    `SELECT template, email, mobile, d.name AS browser, n.language, facts, sent
       FROM service.notice n LEFT JOIN service.notice_device d ON d.id = n.device
      WHERE sent IS NOT NULL ORDER BY sent DESC, n.id LIMIT 200`,
  );
  return rows.map(row => toOutbox(row, publicUrl));
}
