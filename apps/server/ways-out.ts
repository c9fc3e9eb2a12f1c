import { keepSending } from '@continuum/governance-authorization';
import { type Channel, keepNotifying, type Senders, smtpSender } from '@continuum/services-notification';
import type { SendMail } from '@continuum/standards-mail';
import { notificationOf } from './notification.ts';
import type { Rooms } from './rooms.ts';
import type { Settings } from './settings.ts';
import { smsSender } from './smsc.ts';
import { browserSender, pushServicesOf } from './web-push.ts';

/** In the demonstration nothing leaves: what is sent is what the outbox shows. */
const toOutbox: SendMail = async () => undefined;

/** The address that messages come from. */
const fromOf = ({ mailFrom, publicUrl }: Settings): string =>
  mailFrom ?? `continuum@${new URL(publicUrl).hostname}`;

/** How e-mail leaves; undefined when nobody said where it is handed to. */
function mailSender({ settings }: Rooms): (SendMail & { close?(): void }) | undefined {
  const { smtpUrl, demonstration } = settings;
  if (smtpUrl === undefined) return demonstration ? toOutbox : undefined;
  return smtpSender(smtpUrl, fromOf(settings), demonstration);
}

/** The ways by which persons are told from here; in the demonstration e-mail and SMS, to the outbox. */
export function waysOut({ settings }: Rooms): Channel[] {
  const { demonstration, smtpUrl, smppUrl } = settings;
  const leaves: Record<Channel, boolean> = {
    email: demonstration || smtpUrl !== undefined,
    sms: demonstration || smppUrl !== undefined,
    push: pushServicesOf(settings).length > 0,
  };
  return (Object.keys(leaves) as Channel[]).filter(way => leaves[way]);
}

/** Notices of access authorizations leave by e-mail, from now on. */
async function startMail({ settings, database, log, bell }: Rooms, send: SendMail): Promise<void> {
  const deps = { pool: database.service, send, publicUrl: settings.publicUrl };
  const fault = (error: unknown) => log.error({ err: error }, 'notices were not queued');
  const sending = await keepSending(database, deps, fault);
  bell.ring = () => sending.wake();
  bell.ring();
}

/** Persons are told from now on. */
async function startNotifying(rooms: Rooms, senders: Senders): Promise<void> {
  const { settings, database, log, noticeBell } = rooms;
  const deps = { pool: database.service, senders, publicUrl: settings.publicUrl };
  const fault = (error: unknown) => log.error({ err: error }, 'notices were not queued');
  const notifying = await keepNotifying(database, { ...deps, ...notificationOf(rooms) }, fault);
  noticeBell.ring = () => notifying.wake();
}

/** Sends notices from now on. Resolves to what ends it. */
export async function startNotices(rooms: Rooms): Promise<() => Promise<void>> {
  const email = mailSender(rooms);
  const sms = await smsSender(rooms.settings);
  const push = await browserSender(rooms.settings, fromOf(rooms.settings));
  if (email) await startMail(rooms, email);
  else
    rooms.log.warn(
      'SMTP_URL: not set; notices by e-mail to persons and of access authorizations wait until it is.',
    );
  if (email || sms || push) await startNotifying(rooms, { email, sms, push });
  return async () => {
    email?.close?.();
    await sms?.close?.();
  };
}
