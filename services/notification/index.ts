export type { Channel } from './channel.ts';
export type { NotificationDeps } from './deps.ts';
export { keepNotifying, type Notifying } from './keep-notifying.ts';
export { smtpSender } from './mail/smtp.ts';
export { knownPushServices } from './push/push-services.ts';
export { type VapidKeys, vapidKeys } from './push/vapid.ts';
export { pushSender } from './push/web-push.ts';
export { outboxOf, type Senders } from './send-notices.ts';
export type { SendSms } from './sms/send-sms.ts';
export { smppSender } from './sms/smpp.ts';

/** Folder of this room's migrations, for the migrator. */
export const migrations = new URL('./migrations/', import.meta.url);
