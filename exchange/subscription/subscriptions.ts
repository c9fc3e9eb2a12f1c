import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '@continuum/record-database';
import type { Gate } from '@continuum/record-gate';
import type { Actor } from '@continuum/trust-access';
import type { FastifyPluginAsync } from 'fastify';
import type { Logger } from 'pino';
import { type DeliverDeps, deliver, Lost, type Patience } from './deliver.ts';
import type { EndpointRules } from './endpoint.ts';
import {
  createKeptSubscriptions,
  type KeptSubscription,
  type KeptSubscriptions,
  toResource,
} from './kept-subscription.ts';
import { notification } from './notification.ts';
import { readTerms } from './read-terms.ts';
import { createSockets } from './sockets.ts';

export interface SubscriptionsDeps {
  gate: Pick<Gate, 'open' | 'streams'>;
  service: Database['service'];
  /** The system behind a client id, as it is now; undefined when it may not connect. */
  findSystem: (clientId: string) => Promise<Actor | undefined>;
  rules: EndpointRules;
  /** `PUBLIC_URL/fhir/R4`. */
  baseUrl: string;
  /** Where WebSockets connect. */
  socketUrl: string;
  log: Logger;
  patience?: Patience;
  /** How often it is looked whether something was written. */
  everyMs?: number;
  clock?: () => Date;
}

/** The subscriptions, and what their doors need. */
export interface Subscriptions {
  gate: SubscriptionsDeps['gate'];
  kept: KeptSubscriptions;
  rules: EndpointRules;
  baseUrl: string;
  socketUrl: string;
  clock: () => Date;
  /** The WebSockets; to be mounted at `socketUrl`. */
  sockets: FastifyPluginAsync;
  /** Sends from now on; gives how to stop. */
  start(): () => Promise<void>;
}

/** Some twenty minutes in all: what a receiver that is being upgraded needs. */
const usualPatience: Patience = { attempts: 12, firstMs: 1_000, mostMs: 300_000 };
/** Longer than an endpoint may take to answer: what a dead process holds is free then. */
const heldMs = 45_000;
const atOnce = 8;
const hourMs = 3_600_000;
/** How long `$events` can tell again what was taken. */
const rememberedMs = 30 * 24 * hourMs;

interface Sending {
  deps: DeliverDeps;
  kept: KeptSubscriptions;
  log: Logger;
}

async function sendOne({ deps, kept, log }: Sending, holder: string, one: KeptSubscription): Promise<void> {
  const until = () => new Date(deps.clock().getTime() + heldMs);
  const hold = async () => {
    if (!(await kept.hold(one.id, holder, until()))) throw new Lost();
  };
  try {
    await kept.release(one.id, holder, await deliver(deps, one, hold));
  } catch (error) {
    // Not released: it is taken again once it is not held any more, by any process.
    if (!(error instanceof Lost)) log.warn({ err: error, subscription: one.id }, 'a subscription waits');
  }
}

/** Takes those whose time has come until there is none. */
async function sendDue(sending: Sending, bound: () => string[]): Promise<void> {
  const { deps, kept } = sending;
  for (;;) {
    const [holder, now] = [randomUUID(), deps.clock()];
    const due = await kept.claim(holder, now, new Date(now.getTime() + heldMs), bound(), atOnce);
    if (due.length === 0) return;
    await Promise.all(due.map(one => sendOne(sending, holder, one)));
  }
}

/** Opens the subscriptions. Every process sends; each subscription is sent by one at a time. */
export function createSubscriptions(given: SubscriptionsDeps): Subscriptions {
  const { gate, service, rules, baseUrl, socketUrl, log, findSystem } = given;
  const { clock = () => new Date(), patience = usualPatience, everyMs = 500 } = given;
  const kept = createKeptSubscriptions(service);
  const greet = async (id: string): Promise<string | undefined> => {
    const found = await kept.find(id);
    if (!found || found.status === 'off') return undefined;
    const { topic, content } = readTerms(toResource(found), rules);
    const count = (await gate.streams.counts([id])).get(id) ?? 0;
    return notification(baseUrl, {
      ...{ id, content, count },
      topic: topic.url,
      status: found.status,
      type: 'handshake',
      events: [],
    });
  };
  const sockets = createSockets({ kept, clock, greet });
  const sending: Sending = {
    kept,
    log,
    deps: { gate, findSystem, rules, sockets, baseUrl, patience, clock },
  };
  let horizon: string | undefined;
  let tidied = 0;
  const tidy = async (): Promise<void> => {
    const now = clock().getTime();
    if (now - tidied < hourMs) return;
    tidied = now;
    await gate.streams.forget(new Date(now - rememberedMs));
  };
  const pass = async (): Promise<void> => {
    const news = await gate.streams.news(horizon);
    if (news.some) await kept.wake(clock());
    horizon = news.horizon;
    await tidy();
    await sendDue(sending, sockets.bound);
  };
  return {
    ...{ gate, kept, rules, baseUrl, socketUrl, clock },
    sockets: sockets.routes,
    start() {
      const stop = new AbortController();
      const run = async () => {
        while (!stop.signal.aborted) {
          await pass().catch(error => log.warn({ err: error }, 'subscriptions could not be looked at'));
          await wait(everyMs, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);
        }
      };
      const running = run();
      return async () => {
        stop.abort();
        await running;
      };
    },
  };
}
