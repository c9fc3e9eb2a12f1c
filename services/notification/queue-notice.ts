import type { Query } from '@continuum/record-database';
import type { Channel } from './channel.ts';
import type { Facts, Language, Template } from './mail/notice-text.ts';

/** A notice to send. */
export interface Notice {
  /** What it is of: the same is queued once, whoever queues it and however often. */
  key: string;
  /** Id of the Patient of who is told. */
  holder: string;
  template: Template;
  channel: Channel;
  /** An e-mail address, a number in E.164, the id of a device. */
  address: string;
  language: Language;
  facts: Facts;
}

/** Queues a notice, in the transaction of what it is of; false when it was queued before. */
export async function queueNotice(tx: { query: Query }, notice: Notice, now: Date): Promise<boolean> {
  const { key, holder, template, channel, address, language, facts } = notice;
  const to = (one: Channel) => (channel === one ? address : null);
  const rows = await tx.query(
    `INSERT INTO service.notice (key, holder, template, email, mobile, device, language, facts, created, next_try)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) ON CONFLICT (key) DO NOTHING RETURNING id`,
    [key, holder, template, to('email'), to('sms'), to('push'), language, JSON.stringify(facts), now],
  );
  return rows.length === 1;
}
