import type { Mail, SendMail } from '@continuum/standards-mail';
import { createTransport } from 'nodemailer';
import { Unsent, type UnsentOf } from '../unsent.ts';

type SmtpOptions = Parameters<typeof createTransport>[0] & { url: string };

/**
 * The address itself is refused, for good (RFC 5321 4.2.1: 5yz) or for now: its recipient, or what is sent to it. A server that
 * refuses the sender or their password says nothing of the address, nor does one that is not there.
 */
function unsentOf(error: unknown): UnsentOf {
  const { responseCode: code, command } = error as { responseCode?: unknown; command?: unknown };
  const isOfAddress = command === 'RCPT TO' || command === 'DATA';
  if (!isOfAddress || typeof code !== 'number') return 'gateway';
  return code >= 500 && code < 600 ? 'refused' : 'address';
}

/**
 * Sends over SMTP; rejects with `Unsent`.
 * @param url `smtps://user:password@host`, or `smtp://…`, which must become TLS unless `plain`
 * @param from the address that messages come from
 */
export function smtpSender(url: string, from: string, plain: boolean): SendMail & { close(): void } {
  const transport = createTransport({ url, requireTLS: !plain && url.startsWith('smtp:') } as SmtpOptions);
  const send = async (message: Mail) => {
    try {
      const { rejected } = (await transport.sendMail({ from, ...message })) as { rejected: unknown[] };
      if (rejected.length > 0) throw new Error('The recipient was refused.');
    } catch (cause) {
      throw new Unsent(unsentOf(cause), cause instanceof Error ? cause.message : String(cause), { cause });
    }
  };
  return Object.assign(send, { close: () => transport.close() });
}
