import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Deposit, Receipt } from '@continuum/intake';
import {
  acknowledge,
  formatDateTime,
  get,
  Hl7Error,
  isBatch,
  type Message,
  messagesOf,
  parse,
  perPatient,
} from '@continuum/standards-hl7v2';
import { type Actor, unknownActor } from '@continuum/trust-access';
import { refusedSender, together, tooFast, trouble, type Verdict, verdictOf } from './answer.ts';
import type { Log } from './log.ts';

/** The system is known, and may not send as it is; the message says why, to who runs it. */
export class SenderRefused extends Error {
  override readonly name = 'SenderRefused';
}

/** What the exchange of messages needs of the rest of the house. */
export interface ExchangeDeps {
  intake: { receive(deposit: Deposit): Promise<Receipt> };
  /**
   * The system behind MSH-3 and MSH-4, from the partner registry; undefined when nobody is registered so, or when the
   * connection is another's. Asked for each message. @throws SenderRefused: nothing is kept, and it is told why
   */
  senderToActor(application: string, facility: string, connection: Socket): Promise<Actor | undefined>;
  /**
   * Milliseconds to wait before one more message of that sender is taken; zero: none. Asked for each message, and again
   * after each wait. Absent: nobody waits.
   */
  pace?(actor: Actor, address: string): Promise<number>;
  log: Log;
  now(): Date;
}

interface Incoming {
  bytes: Uint8Array;
  message?: Message;
  problem?: Hl7Error;
}

function read(bytes: Uint8Array): Incoming {
  try {
    return { bytes, message: parse(bytes) };
  } catch (error) {
    if (error instanceof Hl7Error) return { bytes, problem: error };
    throw error;
  }
}

/** MSH-3, MSH-4 and MSH-10: the same message of the same sender, whoever carries it. */
function keyOf(message: Message | undefined, part: number): string | undefined {
  const control = message && get(message, 'MSH-10');
  if (!message || control === undefined) return undefined;
  const key = [get(message, 'MSH-3') ?? '', get(message, 'MSH-4') ?? '', control].join('|');
  return part === 0 ? key : `${key}|${part + 1}`;
}

function depositsOf({ bytes, message }: Incoming, actor: Actor, address: string): Deposit[] {
  return perPatient(bytes).map((original, part) => {
    const key = keyOf(message, part);
    return {
      format: 'hl7v2',
      contentType: 'x-application/hl7-v2+er7',
      original,
      actor,
      origin: { request: crypto.randomUUID(), address, channel: 'mllp' },
      ...(key === undefined ? {} : { key }),
    };
  });
}

const unreadable = ({ code, location, message }: Hl7Error): Verdict => ({
  code: 'AR',
  text: 'Rejected',
  problems: [{ severity: 'E', code, location, text: message }],
});

/** One after the other: a later part of a message never overtakes an earlier one. */
async function receiveAll(deposits: readonly Deposit[], deps: ExchangeDeps): Promise<Verdict> {
  const verdicts: Verdict[] = [];
  for (const deposit of deposits) verdicts.push(verdictOf(await deps.intake.receive(deposit)));
  return together(verdicts);
}

/** Shorter than senders wait for an answer before they give up. */
const longestWait = 20_000;

/**
 * Whoever is faster than they may be waits, and their line with them: nothing is lost by it. False when the wait is too
 * long, by dint of others of the same sender.
 */
async function isInTurn({ pace }: ExchangeDeps, actor: Actor, address: string): Promise<boolean> {
  let waited = 0;
  for (let ms = (await pace?.(actor, address)) ?? 0; ms > 0; ms = (await pace?.(actor, address)) ?? 0) {
    if (waited + ms > longestWait) return false;
    await setTimeout(ms);
    waited += ms;
  }
  return true;
}

async function judge(incoming: Incoming, connection: Socket, deps: ExchangeDeps): Promise<Verdict> {
  const { message, problem } = incoming;
  const address = connection.remoteAddress ?? 'unknown';
  try {
    const at = (path: string) => (message && get(message, path)) ?? '';
    const actor = (await deps.senderToActor(at('MSH-3.1'), at('MSH-4.1'), connection)) ?? unknownActor;
    if (!(await isInTurn(deps, actor, address))) return tooFast;
    const verdict = await receiveAll(depositsOf(incoming, actor, address), deps);
    return problem ? unreadable(problem) : verdict;
  } catch (error) {
    if (error instanceof SenderRefused) return refusedSender(error);
    deps.log.error(
      { err: error, address, control: message && get(message, 'MSH-10') },
      'message not confirmed',
    );
    return trouble;
  }
}

/** The same message gets the same MSH-10 in its answers. */
const controlIdOf = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex').slice(0, 20);

async function answerOne(bytes: Uint8Array, connection: Socket, deps: ExchangeDeps): Promise<Uint8Array> {
  const incoming = read(bytes);
  const verdict = await judge(incoming, connection, deps);
  const at = formatDateTime(deps.now());
  return acknowledge(incoming.message, { ...verdict, controlId: controlIdOf(bytes), at });
}

/**
 * The answers to what one frame held: one acknowledgment, or for a batch (v2.5.1 2.10.3) a batch of them.
 * Each message goes through intake, and nothing is acknowledged that intake has not made durable.
 */
export async function answersTo(
  bytes: Uint8Array,
  connection: Socket,
  deps: ExchangeDeps,
): Promise<Uint8Array[]> {
  const answers: Uint8Array[] = [];
  for (const message of messagesOf(bytes)) answers.push(await answerOne(message, connection, deps));
  if (!isBatch(bytes)) return answers;
  const text = (line: string) => Buffer.from(`${line}\r`);
  return [Buffer.concat([text('BHS|^~\\&'), ...answers, text(`BTS|${answers.length}`)])];
}

/** The answer to a message longer than what is taken: rejected, nothing of it kept. */
export function tooLong(beginning: Uint8Array, limit: number, now: Date): Uint8Array {
  const end = beginning.findIndex(byte => byte === 0x0d || byte === 0x0a);
  const { message } = read(beginning.subarray(0, end < 0 ? 1024 : end));
  const text = `The message is longer than ${limit} bytes: nothing of it was kept. Send it in parts.`;
  const problems = [{ severity: 'E', code: 207, location: 'MSH', text }] as const;
  const at = formatDateTime(now);
  return acknowledge(message, {
    code: 'AR',
    text: 'Too long',
    problems,
    controlId: controlIdOf(beginning.subarray(0, 1024)),
    at,
  });
}
