import { setTimeout as wait } from 'node:timers/promises';
import smpp, { type Pdu } from 'smpp';
import { Unsent } from '../unsent.ts';
import { encodeSms } from './encode-sms.ts';
import type { SendSms } from './send-sms.ts';
import { openSession, type SmppSession, type SmscAccount, sayStatus } from './smpp-session.ts';

export interface SmppOptions extends SmscAccount {
  /** What messages come from: a number in E.164, a short code, a name of eleven letters; the SMSC's own when it is empty. */
  source?: string;
  /** How long is waited, each time that the SMSC says it is too fast. */
  pausesMs?: readonly number[];
  /** After how long without a message the session ends. */
  idleMs?: number;
}

/** Type of number and numbering plan (SMPP 3.4, 5.2.5 and 5.2.6). */
function sourceOf(source: string) {
  const [ton, npi] = source.startsWith('+') ? [1, 1] : /^\d+$/.test(source) ? [3, 0] : [5, 0];
  if (source === '') return { source_addr_ton: 0, source_addr_npi: 0, source_addr: '' };
  return { source_addr_ton: ton, source_addr_npi: npi, source_addr: source.replace(/^\+/, '') };
}

const { ESME_RINVDSTADR, ESME_RTHROTTLED, ESME_RMSGQFUL } = smpp.errors;
/** Too fast, or too much at once. */
const isBusy = ({ command_status: status }: Pdu) => status === ESME_RTHROTTLED || status === ESME_RMSGQFUL;

/**
 * Sends over SMPP 3.4, in a session that is kept while there is something to send. Rejects with `Unsent`: `refused` when the SMSC says
 * that the number is none (ESME_RINVDSTADR); else of the gateway, since what else it refuses (the account, its credit, its
 * source) may be of every number.
 */
export function smppSender(options: SmppOptions): SendSms & { close(): Promise<void> } {
  const { source = '', pausesMs = [1000, 2000, 4000], idleMs = 10_000 } = options;
  let opening: Promise<SmppSession> | undefined;
  let idle: NodeJS.Timeout | undefined;
  let reference = 0;

  async function close(): Promise<void> {
    clearTimeout(idle);
    const was = opening;
    opening = undefined;
    const session = await was?.catch(() => undefined);
    await session?.unbind();
  }

  async function session(): Promise<SmppSession> {
    clearTimeout(idle);
    const was = await opening?.catch(() => undefined);
    if (was?.isOpen()) return was;
    opening = openSession(options);
    return opening;
  }

  async function submit(fields: Record<string, unknown>): Promise<Pdu> {
    for (const pause of pausesMs) {
      const answer = await (await session()).submit(fields);
      if (!isBusy(answer)) return answer;
      await wait(pause);
    }
    return (await session()).submit(fields);
  }

  async function send({ to, text }: Parameters<SendSms>[0]): Promise<void> {
    reference = (reference + 1) % 256;
    const destination = { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: to.replace(/^\+/, '') };
    try {
      for (const segment of encodeSms(text, reference)) {
        const answer = await submit({ ...sourceOf(source), ...destination, ...segment });
        const { command_status: status } = answer;
        if (status !== 0)
          throw new Unsent(
            status === ESME_RINVDSTADR ? 'refused' : 'gateway',
            `The SMSC does not take the message: ${sayStatus(answer)}.`,
          );
      }
    } finally {
      idle = setTimeout(() => void close(), idleMs).unref();
    }
  }

  return Object.assign(send, { close });
}
