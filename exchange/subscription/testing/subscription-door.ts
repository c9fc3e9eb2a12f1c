import { baseUrl, testDoor } from '@continuum/exchange-fhir-rest/testing';
import { cast, result, system } from '@continuum/record-gate/testing';
import type { Actor } from '@continuum/trust-access';
import { pino } from 'pino';
import {
  createSubscriptions,
  migrations,
  type Subscriptions,
  subscriptionKeeper,
  subscriptionOperations,
} from '../index.ts';

const extension = (name: string) =>
  `http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/${name}`;

export interface Wanted {
  topic?: string;
  filters?: string[];
  content?: string;
  endpoint?: string;
  header?: string[];
  type?: string;
  heartbeat?: number;
  timeout?: number;
  maxCount?: number;
  end?: string;
}

/** A Subscription of the R4 backport. */
export function subscription(wanted: Wanted = {}) {
  const {
    topic = 'laboratory-result',
    filters = [],
    content = 'id-only',
    type = 'rest-hook',
    ...more
  } = wanted;
  const numbers = [
    ['backport-heartbeat-period', 'valueUnsignedInt', more.heartbeat],
    ['backport-timeout', 'valueUnsignedInt', more.timeout],
    ['backport-max-count', 'valuePositiveInt', more.maxCount],
  ].filter(([, , number]) => number !== undefined) as [string, string, number][];
  return {
    resourceType: 'Subscription',
    status: 'requested',
    reason: 'Suivre',
    criteria: `https://continuum.health/fhir/SubscriptionTopic/${topic}`,
    ...(filters.length > 0 && {
      _criteria: {
        extension: filters.map(valueString => ({ url: extension('backport-filter-criteria'), valueString })),
      },
    }),
    ...(more.end && { end: more.end }),
    channel: {
      type,
      ...(more.endpoint && { endpoint: more.endpoint }),
      ...(more.header && { header: more.header }),
      payload: 'application/fhir+json',
      _payload: { extension: [{ url: extension('backport-payload-content'), valueCode: content }] },
      ...(numbers.length > 0 && {
        extension: numbers.map(([name, kind, number]) => ({ url: extension(name), [kind]: number })),
      }),
    },
  };
}

/** The FHIR door and the subscriptions, over a real record. */
export async function subscriptionDoor(clock = () => new Date()) {
  const systems = new Map<string, Actor | undefined>([
    ['hopital-demo', cast.hospital],
    ['labo-demo', cast.laboratory],
    ['pharmacie-demo', cast.pharmacy],
    ['autre-demo', system('autre-demo', 'hospital-system')],
    [
      'etroit-demo',
      system('etroit-demo', 'hospital-system', ['system/Subscription.cruds', 'system/Patient.rs']),
    ],
  ]);
  const subscriptions: Subscriptions[] = [];
  const door = await testDoor({
    migrations: [migrations],
    actors: { other: systems.get('autre-demo')!, narrow: systems.get('etroit-demo')! },
    operations: ({ gate, database }) => {
      for (let process = 0; process < 2; process++)
        subscriptions.push(
          createSubscriptions({
            ...{ gate, baseUrl, service: database.service, everyMs: 20, clock },
            findSystem: async id => systems.get(id),
            rules: { demonstration: true, privateHosts: [] },
            socketUrl: 'wss://exchange.example/fhir/ws',
            log: pino({ level: 'error' }),
            patience: { attempts: 4, firstMs: 20, mostMs: 200 },
          }),
        );
      return subscriptionOperations(subscriptions[0]!);
    },
    keepers: () => [subscriptionKeeper(subscriptions[0]!)],
  });
  await door.app.register(subscriptions[0]!.sockets, { prefix: '/fhir/ws' });
  const post = async (wanted: Wanted, actor = 'hospital'): Promise<string> => {
    const answer = await door.send(actor, 'POST', '/Subscription', subscription(wanted));
    if (answer.statusCode !== 201) throw new Error(answer.body);
    return answer.json().id;
  };
  /** The subscription, once it has that status. */
  const becomes = (id: string, status: string, actor = 'hospital') =>
    door.database.until('service.subscription', async () => {
      const found = (await door.ask(actor, `/Subscription/${id}`)).json();
      return found.status === status ? found : undefined;
    });
  return { door, systems, subscriptions, post, becomes };
}

export type SubscriptionDoor = Awaited<ReturnType<typeof subscriptionDoor>>;

/** A result with its value. */
export const glucose = (id: string, usager: string, value = 5.5) =>
  result(id, usager, '2024-05-01', { valueQuantity: { value, unit: 'mmol/L' } });
