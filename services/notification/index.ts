export type { NotificationDeps } from './deps.ts';
export { keepNotifying, type Notifying } from './keep-notifying.ts';
export type { OutboxMessage, SendMail } from './mail/send-mail.ts';
export { outboxOf } from './mail/send-notices.ts';
export { smtpSender } from './mail/smtp.ts';

/** Folder of this room's migrations, for the migrator. */
export const migrations = new URL('./migrations/', import.meta.url);
