import { createTransport } from 'nodemailer';
import type { SendMail } from './send-mail.ts';

type SmtpOptions = Parameters<typeof createTransport>[0] & { url: string };

/**
 * Sends over SMTP.
 * @param url `smtps://user:password@host`, or `smtp://…`, which must become TLS unless `plain`
 * @param from the address that messages come from
 */
export function smtpSender(url: string, from: string, plain: boolean): SendMail & { close(): void } {
  const transport = createTransport({ url, requireTLS: !plain && url.startsWith('smtp:') } as SmtpOptions);
  const send = async (message: Parameters<SendMail>[0]) => {
    const { rejected } = (await transport.sendMail({ from, ...message })) as { rejected: unknown[] };
    if (rejected.length > 0) throw new Error('The recipient was refused.');
  };
  return Object.assign(send, { close: () => transport.close() });
}
