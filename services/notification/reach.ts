import type { Query } from '@continuum/record-database';
import type { Channel } from './channel.ts';
import type { Language } from './mail/notice-text.ts';
import { type Notice, queueNotice } from './queue-notice.ts';

/** Where a person is told now: an address that they confirmed and that takes what is sent to it, a browser that they turned on. */
export interface Reach {
  holder: string;
  account: string;
  channel: Channel;
  address: string;
  language: Language;
}

const reachText = `
  SELECT holder, account, channel, address, language FROM service.notice_reach WHERE holder = ANY ($1::text[])
   ORDER BY holder, channel, address`;

/** Where each of these persons is told now, by the id of their Patient; who is told nowhere is not in it. */
export async function reachOf(
  tx: { query: Query },
  holders: readonly string[],
): Promise<Map<string, Reach[]>> {
  if (holders.length === 0) return new Map();
  const rows = await tx.query<Reach>(reachText, [[...new Set(holders)]]);
  return Map.groupBy(rows, ({ holder }) => holder);
}

const toldText = `
  SELECT FROM service.notice WHERE holder = $1 AND (key = $2 OR starts_with(key, $2 || ':')) LIMIT 1`;

/**
 * Queues the same notice for each of these, in the transaction of what it is of: nothing, when the person was told of it
 * before, by whatever ways they had then.
 * @param notice its `key` says what it is of and for whom: the way is added to it
 * @returns how many were queued
 */
export async function queueFor(
  tx: { query: Query },
  reached: readonly Pick<Reach, 'channel' | 'address' | 'language'>[],
  notice: Pick<Notice, 'key' | 'holder' | 'template' | 'facts'>,
  now: Date,
): Promise<number> {
  if ((await tx.query(toldText, [notice.holder, notice.key])).length > 0) return 0;
  let queued = 0;
  for (const { channel, address, language } of reached) {
    // By e-mail the key is as it was when there was no other way: what was queued then is the same.
    const way = channel === 'push' ? `push:${address}` : channel;
    const key = channel === 'email' ? notice.key : `${notice.key}:${way}`;
    if (await queueNotice(tx, { ...notice, key, channel, address, language }, now)) queued++;
  }
  return queued;
}
