import { keepSending } from '@continuum/governance-authorization';
import { keepNotifying, type SendMail, smtpSender } from '@continuum/services-notification';
import { notificationOf } from './notification.ts';
import type { Rooms } from './rooms.ts';

/** In the demonstration nothing leaves: what is sent is what the outbox shows. */
const toOutbox: SendMail = async () => undefined;

/** How e-mail leaves; undefined when nobody said where it is handed to. */
function senderOf({ settings }: Rooms): (SendMail & { close?(): void }) | undefined {
  const { smtpUrl, publicUrl, demonstration } = settings;
  if (smtpUrl === undefined) return demonstration ? toOutbox : undefined;
  const from = settings.mailFrom ?? `continuum@${new URL(publicUrl).hostname}`;
  return smtpSender(smtpUrl, from, demonstration);
}

/** Whether e-mail leaves from here; in the demonstration, to the outbox. */
export const mailLeaves = ({ settings }: Rooms): boolean =>
  settings.demonstration || settings.smtpUrl !== undefined;

/** Sends notices from now on. Resolves to what ends it. */
export async function startMail(rooms: Rooms): Promise<() => Promise<void>> {
  const { settings, database, log, bell, noticeBell } = rooms;
  const send = senderOf(rooms);
  if (send === undefined) {
    log.warn('SMTP_URL: not set; notices to persons and of access authorizations wait until it is.');
    return async () => undefined;
  }
  const deps = { pool: database.service, send, publicUrl: settings.publicUrl };
  const fault = (error: unknown) => log.error({ err: error }, 'notices were not queued');
  const sending = await keepSending(database, deps, fault);
  const notifying = await keepNotifying(database, { ...deps, ...notificationOf(rooms) }, fault);
  bell.ring = () => sending.wake();
  noticeBell.ring = () => notifying.wake();
  bell.ring();
  return async () => send.close?.();
}
