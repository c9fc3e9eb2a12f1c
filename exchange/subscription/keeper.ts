import { randomUUID } from 'node:crypto';
import {
  type Keeper,
  type KeeperAnswer,
  type KeeperCall,
  OperationProblem,
  operationDenied,
  operationProblem,
} from '@continuum/record-gate';
import { type KeptSubscription, toResource } from './kept-subscription.ts';
import { readTerms } from './read-terms.ts';
import type { Subscriptions } from './subscriptions.ts';
import { type SubscriptionResource, streamOf, type Terms } from './terms.ts';
import { topicExtensions } from './topic.ts';

/** Subscriptions that one client may have. */
const most = 100;

const searchParameters = ['_id', 'criteria', 'status', 'type', 'url'] as const;
type SearchParameter = (typeof searchParameters)[number];

const searched: Record<
  SearchParameter,
  (found: KeptSubscription, resource: SubscriptionResource) => string | undefined
> = {
  _id: ({ id }) => id,
  criteria: (_, { criteria }) => criteria,
  status: ({ status }) => status,
  type: ({ channel }) => channel,
  url: (_, { channel }) => channel?.endpoint,
};

const notThere = (id: string | undefined) =>
  operationProblem(
    404,
    'not-found',
    `There is no Subscription/${id} here. One is made by POST, and is given its id.`,
  );

/** Whoever asks about subscriptions is known, and the question is journalled. @throws OperationProblem 401 */
export async function askFor(
  { consult }: KeeperCall['access'],
  interaction: string,
  text: string,
): Promise<void> {
  const outcome = await consult({ interaction, type: 'Subscription', text, domains: [] });
  if (outcome.outcome === 'denied') throw operationDenied(outcome);
}

/** The caller's own; another client's is not there. @throws OperationProblem 404 */
export async function ownSubscription(
  { kept }: Subscriptions,
  { actor }: KeeperCall['access'],
  id: string | undefined,
): Promise<KeptSubscription> {
  const found = id === undefined ? undefined : await kept.find(id);
  if (found?.client !== actor.id) throw notThere(id);
  return found;
}

function read(sent: unknown): SubscriptionResource {
  const resource = sent as SubscriptionResource | undefined;
  if (resource?.resourceType === 'Subscription') return resource;
  throw operationProblem(400, 'structure', 'Send a Subscription.');
}

const headersOf = ({ version, updated, id }: KeptSubscription, baseUrl: string): Record<string, string> => ({
  ETag: `W/"${version}"`,
  'Last-Modified': updated.toUTCString(),
  Location: `${baseUrl}/Subscription/${id}`,
});

const answer = (status: number, found: KeptSubscription, baseUrl: string): KeeperAnswer => ({
  status,
  headers: headersOf(found, baseUrl),
  body: JSON.stringify(toResource(found)),
});

/** The decision, its journal entry, and the stream that begins now. */
async function open(
  { gate }: Subscriptions,
  { access }: KeeperCall,
  id: string,
  terms: Terms,
): Promise<void> {
  const outcome = await gate.streams.open(access, streamOf(id, terms));
  if (outcome.outcome === 'denied') throw operationDenied(outcome);
  if (outcome.outcome === 'invalid') throw new OperationProblem(422, outcome.issues);
}

function toKeep(call: KeeperCall, resource: SubscriptionResource, { channel }: Terms, id: string) {
  const { actor } = call.access;
  const started = channel === 'websocket' ? ('active' as const) : ('requested' as const);
  return {
    ...{ id, channel, client: actor.id, resource: JSON.stringify(resource) },
    scopes: actor.scopes ? [...actor.scopes] : null,
    purpose: call.access.purpose.of,
    status: resource.status === 'off' ? ('off' as const) : started,
  };
}

const ifMatchOf = ({ headers }: KeeperCall): number | undefined => {
  const tag = /^(?:W\/)?"(\d+)"$/.exec(headers['if-match'] ?? '')?.[1];
  return tag === undefined ? undefined : Number(tag);
};

async function create(subscriptions: Subscriptions, call: KeeperCall): Promise<KeeperAnswer> {
  const { kept, rules, clock } = subscriptions;
  const resource = read(call.resource);
  const terms = readTerms(resource, rules);
  if ((await kept.of(call.access.actor.id)).length >= most)
    throw operationProblem(422, 'throttled', `A client has ${most} subscriptions at most; delete one.`);
  const id = randomUUID();
  await open(subscriptions, call, id, terms);
  const added = await kept.add(toKeep(call, resource, terms, id), clock());
  return answer(201, added, call.baseUrl);
}

async function update(subscriptions: Subscriptions, call: KeeperCall): Promise<KeeperAnswer> {
  const { kept, rules, clock } = subscriptions;
  const found = await ownSubscription(subscriptions, call.access, call.id);
  const resource = read(call.resource);
  if (resource.id !== found.id) throw operationProblem(400, 'invalid', `The body’s id must be ${found.id}.`);
  const terms = readTerms(resource, rules);
  await open(subscriptions, call, found.id, terms);
  const replaced = await kept.replace(toKeep(call, resource, terms, found.id), clock(), ifMatchOf(call));
  if (!replaced)
    throw operationProblem(
      412,
      'conflict',
      `Subscription/${found.id} is not at that version; read it again.`,
    );
  return answer(200, replaced, call.baseUrl);
}

async function search({ kept }: Subscriptions, call: KeeperCall): Promise<KeeperAnswer> {
  const { access, parameters, baseUrl, headers } = call;
  await askFor(access, 'search-type', 'Subscription');
  const known = parameters.filter((one): one is [SearchParameter, string] =>
    (searchParameters as readonly string[]).includes(one[0]),
  );
  const unknown = parameters.find(([name]) => !known.some(([one]) => one === name));
  if (unknown && /handling\s*=\s*"?strict/.test(headers.prefer ?? ''))
    throw operationProblem(400, 'not-supported', `Subscription has no search parameter ${unknown[0]} here.`);
  const all = (await kept.of(access.actor.id)).map(found => ({ found, resource: toResource(found) }));
  const entries = all.filter(({ found, resource }) =>
    known.every(([name, value]) => value.split(',').includes(searched[name](found, resource) ?? '')),
  );
  const self = new URLSearchParams(known).toString();
  const bundle = {
    resourceType: 'Bundle',
    type: 'searchset',
    total: entries.length,
    link: [{ relation: 'self', url: `${baseUrl}/Subscription${self && `?${self}`}` }],
    entry: entries.map(({ resource }) => ({
      fullUrl: `${baseUrl}/Subscription/${resource.id}`,
      resource,
      search: { mode: 'match' },
    })),
  };
  return { status: 200, headers: {}, body: JSON.stringify(bundle) };
}

/** `Subscription`, each seen by the client that made it alone: its headers hold secrets. */
export function subscriptionKeeper(subscriptions: Subscriptions): Keeper {
  const { kept, gate } = subscriptions;
  return {
    type: 'Subscription',
    searchParameters,
    extension: topicExtensions(),
    interactions: {
      create: call => create(subscriptions, call),
      update: call => update(subscriptions, call),
      'search-type': call => search(subscriptions, call),
      async read({ access, id, baseUrl }) {
        await askFor(access, 'read', `Subscription/${id}`);
        return answer(200, await ownSubscription(subscriptions, access, id), baseUrl);
      },
      async delete({ access, id }) {
        await askFor(access, 'delete', `Subscription/${id}`);
        const found = await ownSubscription(subscriptions, access, id);
        await kept.remove(found.id);
        await gate.streams.close(found.id);
        return { status: 204, headers: {}, body: '' };
      },
    },
  };
}
