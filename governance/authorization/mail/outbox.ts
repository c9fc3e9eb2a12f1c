import type { Pool } from '@continuum/record-database';
import type { OutboxMessage } from '@continuum/standards-mail';
import type { Notice, NoticeTemplate } from '../notice.ts';
import { toMail } from './notice-text.ts';

/** The last messages, newest first. */
export async function outboxOf(pool: Pool, publicUrl: string): Promise<OutboxMessage[]> {
  const text = `SELECT template, email, facts, sent FROM service.authorization_notice
    WHERE sent IS NOT NULL ORDER BY sent DESC, id LIMIT 200`;
  const rows = await pool.query<{
    template: NoticeTemplate;
    email: string;
    facts: Notice['facts'];
    sent: Date;
  }>(text);
  return rows.map(({ template, email, facts, sent }) => ({
    to: email,
    ...toMail(template, facts, publicUrl),
    sent,
  }));
}
