import type { Access, Denied, Gate, StreamEvent } from '@continuum/record-gate';
import { type Actor, usualPurpose } from '@continuum/trust-access';
import type { EndpointRules } from './endpoint.ts';
import { type KeptSubscription, type Outcome, toResource } from './kept-subscription.ts';
import { type NotificationType, notification } from './notification.ts';
import { readTerms } from './read-terms.ts';
import { NotTaken, sendHook } from './send-hook.ts';
import type { Sockets } from './sockets.ts';
import { streamOf, type Terms } from './terms.ts';

/** How failures are met. */
export interface Patience {
  /** Failures in a row after which a subscription is in error. */
  attempts: number;
  /** Before the second attempt; twice as long before each further one. */
  firstMs: number;
  mostMs: number;
}

export interface DeliverDeps {
  gate: Pick<Gate, 'open' | 'streams'>;
  findSystem: (clientId: string) => Promise<Actor | undefined>;
  rules: EndpointRules;
  sockets: Sockets;
  /** `PUBLIC_URL/fhir/R4`. */
  baseUrl: string;
  patience: Patience;
  clock: () => Date;
}

/** It ends here: the client must act. */
class Ended extends Error {
  readonly status: 'error' | 'off';
  constructor(status: 'error' | 'off', problem: string) {
    super(problem);
    this.status = status;
  }
}

/** It was changed, removed, or taken by another process meanwhile. */
export class Lost extends Error {}

const idleMs = 5_000;

/** The record, opened by the subscription's client for what it asked, with what it may do now, and no more than its token allowed. */
export async function openFor(
  { gate, findSystem }: Pick<DeliverDeps, 'gate' | 'findSystem'>,
  { client, scopes, purpose, id }: KeptSubscription,
): Promise<Access | undefined> {
  const system = await findSystem(client.replace(/^Device\//, ''));
  const origin = { request: `Subscription/${id}`, address: 'platform', channel: 'subscription' };
  if (!system) return undefined;
  const why = purpose ? { of: purpose } : usualPurpose(system.profile);
  return gate.open(scopes ? { ...system, scopes } : system, why, origin);
}

/** One subscription at work: what all its steps need. */
interface Work {
  deps: DeliverDeps;
  kept: KeptSubscription;
  terms: Terms;
  access: Access;
  /** Says that the work goes on. @throws Lost */
  hold(): Promise<void>;
}

async function say(
  { deps, kept, terms, hold }: Work,
  type: NotificationType,
  events: readonly StreamEvent[] = [],
) {
  const counts = await deps.gate.streams.counts([kept.id]);
  const text = notification(deps.baseUrl, {
    ...{ id: kept.id, topic: terms.topic.url, type, events, content: terms.content },
    status: type === 'handshake' ? 'requested' : 'active',
    count: counts.get(kept.id) ?? 0,
  });
  await hold();
  await (kept.channel === 'websocket' ? deps.sockets.send(kept.id, text) : sendHook(terms, text, deps.rules));
}

function toldOf(outcome: { outcome: 'told'; events: StreamEvent[] } | Denied): StreamEvent[] {
  if (outcome.outcome === 'told') return outcome.events;
  throw new Ended('error', outcome.decision.text);
}

/** What was told and not taken comes again first, then what is new: always in order. */
async function nextEvents({ deps: { gate }, kept, terms, access }: Work): Promise<StreamEvent[]> {
  const stream = streamOf(kept.id, terms);
  const pending = toldOf(await gate.streams.pending(access, stream, terms.maxCount));
  return pending.length > 0 ? pending : toldOf(await gate.streams.take(access, stream, terms.maxCount));
}

async function sendEvents(work: Work): Promise<boolean> {
  const { deps, kept } = work;
  for (let any = false; ; any = true) {
    const events = await nextEvents(work);
    if (events.length === 0) return any;
    await say(work, 'event-notification', events);
    await deps.gate.streams.acknowledge(kept.id, events.at(-1)!.number);
  }
}

const heartbeatDue = ({ kept, terms: { heartbeat }, deps }: Work): boolean =>
  heartbeat !== undefined && deps.clock().getTime() >= (kept.sent?.getTime() ?? 0) + heartbeat * 1_000;

async function perform(work: Work): Promise<{ sent: boolean }> {
  const { kept, terms, deps } = work;
  if (terms.end && terms.end <= deps.clock()) throw new Ended('off', 'Its end has come.');
  const shaken = kept.status === 'requested';
  if (shaken) await say(work, 'handshake');
  let sent = await sendEvents(work);
  if (!sent && !shaken && heartbeatDue(work)) {
    await say(work, 'heartbeat');
    sent = true;
  }
  return { sent: sent || shaken };
}

function later(
  { attempts, firstMs, mostMs }: Patience,
  kept: KeptSubscription,
  now: Date,
  problem: string,
): Outcome {
  const failures = kept.failures + 1;
  const wait = Math.min(firstMs * 2 ** kept.failures, mostMs);
  const status = failures >= attempts ? 'error' : kept.status;
  return { status, problem, failures, due: new Date(now.getTime() + wait) };
}

function done(kept: KeptSubscription, { heartbeat }: Terms, now: Date, sent: boolean): Outcome {
  const last = sent ? now : kept.sent;
  const beat =
    heartbeat === undefined ? Number.POSITIVE_INFINITY : (last ?? now).getTime() + heartbeat * 1_000;
  const due = new Date(Math.min(now.getTime() + idleMs, beat));
  return { status: 'active', failures: 0, due, ...(sent && { sent: now }) };
}

/**
 * Sends what a subscription is owed, in order, each event journalled and numbered before it leaves; gives what became of
 * it. Only what is transient in the database is thrown, and `Lost`.
 */
export async function deliver(
  deps: DeliverDeps,
  kept: KeptSubscription,
  hold: () => Promise<void>,
): Promise<Outcome> {
  const { clock, patience, rules } = deps;
  try {
    const access = await openFor(deps, kept);
    if (!access) throw new Ended('error', 'The client of this subscription may not connect any more.');
    const terms = readTerms(toResource(kept), rules);
    const { sent } = await perform({ deps, kept, terms, access, hold });
    return done(kept, terms, clock(), sent);
  } catch (error) {
    if (error instanceof NotTaken) return later(patience, kept, clock(), error.message);
    if (error instanceof Ended)
      return { status: error.status, problem: error.message, failures: kept.failures, due: clock() };
    throw error;
  }
}
