import {
  type Operation,
  type OperationAnswer,
  type OperationCall,
  operationDenied,
  operationProblem,
} from '@continuum/record-gate';
import { askFor, ownSubscription } from './keeper.ts';
import { type KeptSubscription, toResource } from './kept-subscription.ts';
import { type NotificationType, notification, type Said, statusParameters } from './notification.ts';
import { readTerms } from './read-terms.ts';
import { newToken } from './sockets.ts';
import type { Subscriptions } from './subscriptions.ts';
import { type Content, streamOf } from './terms.ts';
import { topicBundle } from './topic.ts';

const guide = 'http://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition';
const tokenSeconds = 60;
/** Events of one answer of `$events`. */
const mostEvents = 1_000;

/** Those that are named, or addressed, or all of the caller. @throws OperationProblem 404 */
async function named(
  subscriptions: Subscriptions,
  { access, id, input }: OperationCall,
): Promise<KeptSubscription[]> {
  const ids = id === undefined ? input.values<string>('id') : [id];
  if (ids.length === 0) return subscriptions.kept.of(access.actor.id);
  return Promise.all(ids.map(one => ownSubscription(subscriptions, access, one)));
}

function saidOf(
  { rules }: Subscriptions,
  found: KeptSubscription,
  count: number,
  type: NotificationType,
): Said {
  const { topic, content } = readTerms(toResource(found), rules);
  const { id, status, problem } = found;
  return { id, status, problem, type, count, content, topic: topic.url, events: [] };
}

async function status(subscriptions: Subscriptions, call: OperationCall) {
  const { gate, baseUrl } = subscriptions;
  const wanted = call.input.values<string>('status');
  const found = (await named(subscriptions, call)).filter(
    one => wanted.length === 0 || wanted.includes(one.status),
  );
  const counts = await gate.streams.counts(found.map(({ id }) => id));
  const entry = found.map(one => {
    const resource = statusParameters(
      baseUrl,
      saidOf(subscriptions, one, counts.get(one.id) ?? 0, 'query-status'),
    );
    return { fullUrl: `urn:uuid:${resource.id}`, resource, search: { mode: 'match' } };
  });
  return { resource: { resourceType: 'Bundle', type: 'searchset', total: entry.length, entry } };
}

function numberOf({ input }: OperationCall, name: string, fallback: number): number {
  const text = input.value<string>(name);
  if (text === undefined) return fallback;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw operationProblem(400, 'value', `${name}=${text}: give the number of an event.`);
}

const contents: readonly string[] = ['empty', 'id-only', 'full-resource'];

async function events(subscriptions: Subscriptions, call: OperationCall) {
  const { gate, baseUrl, rules } = subscriptions;
  const found = await ownSubscription(subscriptions, call.access, call.id);
  const count = (await gate.streams.counts([found.id])).get(found.id) ?? 0;
  const from = numberOf(call, 'eventsSinceNumber', 1);
  const to = numberOf(call, 'eventsUntilNumber', count);
  const content = call.input.value<string>('content');
  if (content !== undefined && !contents.includes(content))
    throw operationProblem(400, 'value', `content=${content}: give one of ${contents.join(', ')}.`);
  const stream = streamOf(found.id, readTerms(toResource(found), rules));
  const told = await gate.streams.replay(call.access, stream, { from, to }, mostEvents);
  if (told.outcome === 'denied') throw operationDenied(told);
  const said = saidOf(subscriptions, found, count, 'query-event');
  const asked = content === undefined ? said.content : (content as Content);
  return { body: notification(baseUrl, { ...said, content: asked, events: told.events }) };
}

async function bindingToken(subscriptions: Subscriptions, call: OperationCall) {
  const { kept, clock, socketUrl, baseUrl } = subscriptions;
  const found = (await named(subscriptions, call)).filter(({ channel }) => channel === 'websocket');
  if (found.length === 0)
    throw operationProblem(
      400,
      'invalid',
      'No subscription of this client has the channel websocket; make one.',
    );
  const { token, hash } = newToken();
  const expires = new Date(clock().getTime() + tokenSeconds * 1_000);
  await kept.addToken(
    hash,
    found.map(({ id }) => id),
    expires,
  );
  const parameter = [
    { name: 'token', valueString: token },
    { name: 'expiration', valueDateTime: expires.toISOString() },
    ...found.map(({ id }) => ({ name: 'subscription', valueString: `${baseUrl}/Subscription/${id}` })),
    { name: 'websocket-url', valueUrl: socketUrl },
  ];
  return { resource: { resourceType: 'Parameters', parameter } };
}

const id = { name: 'id', min: 0, max: '*', type: 'id' } as const;

/** `$status`, `$events`, `$get-ws-binding-token` (R4 backport 1.1) and `$topics`, for the FHIR door. */
export function subscriptionOperations(subscriptions: Subscriptions): Operation[] {
  const asked =
    (name: string, answer: (call: OperationCall) => Promise<OperationAnswer>) =>
    async (call: OperationCall) => {
      await askFor(call.access, name, `Subscription${call.id ? `/${call.id}` : ''}/$${name}`);
      return answer(call);
    };
  const shared = {
    types: ['Subscription'],
    affectsState: false,
    scopes: [{ type: 'Subscription', action: 'r' }],
  } as const;
  return [
    {
      ...shared,
      name: 'status',
      definition: `${guide}/backport-subscription-status`,
      levels: ['type', 'instance'],
      parameters: [id, { name: 'status', min: 0, max: '*', type: 'code' }],
      handler: asked('status', call => status(subscriptions, call)),
    },
    {
      ...shared,
      name: 'events',
      definition: `${guide}/backport-subscription-events`,
      levels: ['instance'],
      parameters: [
        { name: 'eventsSinceNumber', min: 0, max: 1, type: 'string' },
        { name: 'eventsUntilNumber', min: 0, max: 1, type: 'string' },
        { name: 'content', min: 0, max: 1, type: 'code' },
      ],
      handler: asked('events', call => events(subscriptions, call)),
    },
    {
      ...shared,
      name: 'get-ws-binding-token',
      definition: `${guide}/backport-subscription-get-ws-binding-token`,
      levels: ['type', 'instance'],
      parameters: [id],
      handler: asked('get-ws-binding-token', call => bindingToken(subscriptions, call)),
    },
    {
      ...shared,
      name: 'topics',
      definition: 'https://continuum.health/fhir/OperationDefinition/subscription-topics',
      levels: ['type'],
      parameters: [],
      handler: asked('topics', async () => ({ resource: topicBundle() })),
    },
  ];
}
