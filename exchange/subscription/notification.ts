import { randomUUID } from 'node:crypto';
import type { StreamEvent } from '@continuum/record-gate';
import type { Status } from './kept-subscription.ts';
import type { Content } from './terms.ts';
import { backport } from './topic.ts';

export type NotificationType =
  | 'handshake'
  | 'heartbeat'
  | 'event-notification'
  | 'query-status'
  | 'query-event';

/** What is said of a subscription, with or without events. */
export interface Said {
  id: string;
  topic: string;
  status: Status;
  type: NotificationType;
  /** Number of the last event. */
  count: number;
  content: Content;
  events: readonly StreamEvent[];
  problem?: string | null;
}

const name = (word: string, value: object): object => ({ name: word, ...value });

const referenceTo = (baseUrl: string, { held }: StreamEvent): string | undefined =>
  held && `${baseUrl}/${held.type}/${held.id}`;

/** An event without what it is about: the content is empty, or it may not be seen any more. */
const eventParameter = (baseUrl: string, content: Content) => (event: StreamEvent) => {
  const reference = content === 'empty' ? undefined : referenceTo(baseUrl, event);
  return name('notification-event', {
    part: [
      name('event-number', { valueString: String(event.number) }),
      name('timestamp', { valueInstant: event.at.toISOString() }),
      ...(reference ? [name('focus', { valueReference: { reference } })] : []),
    ],
  });
};

/** SubscriptionStatus as R4 says it (R4 backport, Parameters). */
export function statusParameters(baseUrl: string, said: Said) {
  const { id, topic, status, type, count, content, events, problem } = said;
  return {
    resourceType: 'Parameters',
    id: randomUUID(),
    meta: { profile: [backport('backport-subscription-status-r4')] },
    parameter: [
      name('subscription', { valueReference: { reference: `${baseUrl}/Subscription/${id}` } }),
      name('topic', { valueCanonical: topic }),
      name('status', { valueCode: status }),
      name('type', { valueCode: type }),
      name('events-since-subscription-start', { valueString: String(count) }),
      ...events.map(eventParameter(baseUrl, content)),
      ...(problem ? [name('error', { valueCodeableConcept: { text: problem } })] : []),
    ],
  };
}

/** The entry of what an event is about: its stored bytes, as they are, when the content is full. */
function focusEntry(baseUrl: string, content: Content, event: StreamEvent): string[] {
  const { held } = event;
  if (!held || content === 'empty') return [];
  const [method, url, status] =
    held.version === 1 ? ['POST', held.type, '201'] : ['PUT', `${held.type}/${held.id}`, '200'];
  const rest = JSON.stringify({ request: { method, url }, response: { status } }).slice(1, -1);
  const resource = content === 'full-resource' ? `"resource":${held.body},` : '';
  return [`{"fullUrl":${JSON.stringify(referenceTo(baseUrl, event))},${resource}${rest}}`];
}

/** A notification: a Bundle of type history, the status first (R4 backport). */
export function notification(baseUrl: string, said: Said): string {
  const status = statusParameters(baseUrl, said);
  const first = JSON.stringify({
    fullUrl: `urn:uuid:${status.id}`,
    resource: status,
    request: { method: 'GET', url: `Subscription/${said.id}/$status` },
    response: { status: '200' },
  });
  const seen = new Set<string>();
  const entries = said.events.flatMap(event => {
    const [entry] = focusEntry(baseUrl, said.content, event);
    // One version of a resource at most: a full URL is there once.
    const key = event.held && `${event.held.type}/${event.held.id}/${event.held.version}`;
    if (!entry || !key || seen.has(key)) return [];
    seen.add(key);
    return [entry];
  });
  const head = JSON.stringify({
    resourceType: 'Bundle',
    id: randomUUID(),
    meta: { profile: [backport('backport-subscription-notification-r4')] },
    type: 'history',
    timestamp: new Date().toISOString(),
  });
  return `${head.slice(0, -1)},"entry":[${[first, ...entries].join(',')}]}`;
}
