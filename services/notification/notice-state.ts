import { type Address, addressOf } from './address.ts';
import type { AddressWay } from './channel.ts';
import { type Choice, choiceOf } from './choice.ts';
import type { NotificationRoutesDeps } from './notice-door.ts';
import type { AddressState, NoticeState } from './notice-view.ts';
import { devicesOf } from './push/device.ts';

function stateOf(known: Address | undefined, delayed: boolean, now: Date): AddressState {
  if (!known) return { state: 'none', delayed };
  const { address, confirmed, refused, codeUntil } = known;
  if (refused) return { state: 'refused', address, refused: refused.toISOString(), delayed };
  if (confirmed) return { state: 'confirmed', address, delayed };
  return { state: codeUntil && codeUntil > now ? 'to-confirm' : 'expired', address, delayed };
}

const waiting = `
  SELECT count(email) > 0 AS email, count(mobile) > 0 AS sms FROM service.notice
   WHERE holder = $1 AND sent IS NULL AND failed IS NULL AND tries > 0`;

const nothing: Choice = { frequency: 'off', channels: ['email'], requests: [] };

/** What a person chose about a record, and where they are told. */
export async function readState(
  { pool, available, prefixes, push }: NotificationRoutesDeps,
  holder: string,
  usager: string,
  now: Date,
) {
  const [choice, mail, mobile, devices, delayed] = await Promise.all([
    choiceOf(pool, holder, usager),
    addressOf(pool, 'email', holder),
    addressOf(pool, 'sms', holder),
    devicesOf(pool, holder),
    pool.query<Record<AddressWay, boolean>>(waiting, [holder]),
  ]);
  return {
    ...{ available: [...available], prefixes: [...prefixes], ...(choice ?? nothing) },
    email: stateOf(mail, delayed[0]!.email, now),
    sms: stateOf(mobile, delayed[0]!.sms, now),
    devices: devices.map(({ id, name, added }) => ({ id, name, added: added.toISOString() })),
    ...(push && { pushKey: push.key }),
  } satisfies NoticeState;
}
