import type { Query } from '@continuum/record-database';
import type { Holder } from '../address.ts';
import type { Language } from '../mail/notice-text.ts';
import type { PushAddress } from './send-push.ts';

/** A browser that a person is told in. Its endpoint is a secret: whoever knows it may send there. */
export interface NoticeDevice {
  id: string;
  /** As it is listed: `Firefox, Android`. */
  name: string;
  added: Date;
}

const listText = `
  SELECT id, name, added FROM service.notice_device WHERE holder = $1 AND ended IS NULL ORDER BY added, id`;

/** The browsers that a person is told in. */
export const devicesOf = (db: { query: Query }, holder: string): Promise<NoticeDevice[]> =>
  db.query<NoticeDevice>(listText, [holder]);

/** So many browsers of one person. */
export const mostDevices = 10;

/**
 * A browser that is told from now on; whoever else was told in it, no more: somebody else signed in to it.
 * @returns its id
 */
export async function addDevice(
  tx: { query: Query },
  holder: Holder,
  { endpoint, p256dh, auth, name, language }: PushAddress & { name: string; language: Language },
  now: Date,
): Promise<string> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`notice-device ${endpoint}`]);
  const [same] = await tx.query<{ id: string }>(
    `UPDATE service.notice_device SET account = $3, p256dh = $4, auth = $5, name = $6, language = $7
      WHERE endpoint = $1 AND holder = $2 AND ended IS NULL RETURNING id`,
    [endpoint, holder.id, holder.account, p256dh, auth, name, language],
  );
  if (same) return same.id;
  await tx.query(
    `UPDATE service.notice_device SET ended = $2, reason = 'replaced', endpoint = '', p256dh = '', auth = ''
      WHERE endpoint = $1 AND ended IS NULL`,
    [endpoint, now],
  );
  const [made] = await tx.query<{ id: string }>(
    `INSERT INTO service.notice_device (holder, account, endpoint, p256dh, auth, name, language, added)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
    [holder.id, holder.account, endpoint, p256dh, auth, name, language, now],
  );
  return made!.id;
}

/** Nothing more is sent to a browser of that person; false when they have no such one. */
export async function endDevice(
  tx: { query: Query },
  holder: string,
  id: string,
  reason: string,
  now: Date,
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE service.notice_device SET ended = $3, reason = $4, endpoint = '', p256dh = '', auth = ''
      WHERE holder = $1 AND id = $2 AND ended IS NULL RETURNING id`,
    [holder, id, now, reason],
  );
  return rows.length === 1;
}

/** Where a browser takes messages; undefined once it takes none. */
export async function pushAddressOf(tx: { query: Query }, id: string): Promise<PushAddress | undefined> {
  const [row] = await tx.query<PushAddress>(
    'SELECT endpoint, p256dh, auth FROM service.notice_device WHERE id = $1 AND ended IS NULL',
    [id],
  );
  return row;
}
