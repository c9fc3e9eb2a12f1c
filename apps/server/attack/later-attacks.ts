import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { asking, difference, type Learned } from './answer.ts';
import type { Intruder } from './intruders.ts';
import { directives } from './population.ts';
import type { World } from './world.ts';

const askAs = (world: World, intruder: Intruder) => asking(world, intruder, world.loadedAt(), world.ids());

/** Those who take in bulk and subscribe. */
export const systems = ({ intruders }: World): Intruder[] =>
  intruders.filter(({ name }) => ['hospital-system', 'emr-system'].includes(name));

export const exportPaths = [
  '/fhir/R4/$export',
  // Deletions too.
  '/fhir/R4/$export?_since=2020-01-01T00:00:00Z',
  '/fhir/R4/Patient/$export?_type=Observation,DiagnosticReport,Provenance',
  '/fhir/R4/Group/team/$export?_type=Patient',
  '/fhir/R4/$export?_typeFilter=Observation%3Fcode%3D718-7,Encounter%3Fstatus%3Dfinished',
];

interface Manifest {
  output: { type: string; url: string }[];
  deleted: { url: string }[];
}

const refused = (what: string, { statusCode, body }: { statusCode: number; body: string }): Error =>
  new Error(`${what}: ${statusCode} ${body}`);

/** What happens while an export is made. */
interface Meanwhile {
  /** Once it is asked for, before anything of it is listed. */
  asked?: () => Promise<unknown>;
  /** Once it is listed, before it is fetched. */
  listed?: () => Promise<unknown>;
}

/** Everything that an export gives: its manifest and the lines of its files. */
async function exported(world: World, intruder: Intruder, path: string, meanwhile: Meanwhile = {}) {
  const headers = { ...intruder.headers('GET', path), prefer: 'respond-async' };
  // It is listed once what was begun before it has ended: this transaction.
  const asked = await world.rooms.database.service.transaction(async ({ query }) => {
    await query('SELECT');
    const answer = await world.app.inject({ url: path, headers });
    await meanwhile.asked?.();
    return answer;
  });
  if (asked.statusCode !== 202) return { status: asked.statusCode, body: asked.body };
  const { pathname } = new URL(String(asked.headers['content-location']));
  const ready = await world.database.until('service.bulk_export', async () => {
    const answer = await world.app.inject({ url: pathname, headers: intruder.headers('GET', pathname) });
    return answer.statusCode === 202 ? undefined : answer;
  });
  if (ready.statusCode !== 200) throw refused(pathname, ready);
  const { output, deleted } = ready.json() as Manifest;
  await meanwhile.listed?.();
  const ask = askAs(world, intruder);
  const files: Learned[] = [];
  for (const { url } of [...output, ...deleted])
    files.push(await ask({ method: 'GET', url: new URL(url).pathname }));
  return { types: output.map(({ type }) => type), deleted: deleted.length, files };
}

/** From now on, `open` refuses everything. */
export const refuseAll = (world: World): Promise<void> =>
  world.put(JSON.parse(JSON.stringify(directives(world.population())[0]).replaceAll('shut', 'open')));

/** Writes a new version of each result of `open`. */
async function correct(world: World): Promise<void> {
  for (const { resource, concerns } of world.population().known)
    if (resource.resourceType === 'Observation' && concerns.join() === 'open')
      await world.put({ ...resource, note: [{ text: 'Corrigé' }] } as typeof resource);
}

const goal = (usager: string, text: string) => ({
  ...{ resourceType: 'Goal', id: 'late', lifecycleStatus: 'active', description: { text } },
  ...{ subject: { reference: `Patient/${usager}` }, startDate: '2024-05-01' },
});

/** An export of the only resource of its type, that is written again once the export is asked for. */
async function exportOfReplaced(world: World, intruder: Intruder, before: string | undefined, after: string) {
  await world.whole();
  if (before !== undefined) await world.put(goal(before, 'avant'));
  return exported(world, intruder, '/fhir/R4/$export?_type=Goal', {
    asked: () => world.put(goal(after, 'après')),
  });
}

/** What an export tells of a version that is hidden and was replaced between the question and the list. */
export async function replacedLeaks(world: World, intruder: Intruder): Promise<string[]> {
  const { files = [] } = await exportOfReplaced(world, intruder, 'open', 'open');
  if (!files.some(({ body }) => body.includes('avant')))
    throw new Error('An export does not give what was current when it was asked for: nothing is tried here.');
  const leaks: string[] = [];
  for (const now of ['open', 'shut']) {
    const real = await exportOfReplaced(world, intruder, 'shut', now);
    const told = difference(real, await exportOfReplaced(world, intruder, undefined, now));
    if (told !== undefined)
      leaks.push(`${intruder.name} learns by an export of what it was before it was ${now}’s: ${told}`);
  }
  return leaks;
}

/** What the two worlds differ by in an export; and what a file still says of somebody who refused since it was listed. */
export async function exportLeaks(world: World, intruder: Intruder, path: string): Promise<string[]> {
  await world.whole();
  const real = await exported(world, intruder, path);
  await world.without(intruder);
  const told = difference(real, await exported(world, intruder, path));
  if (told !== undefined) return [`${intruder.name} learns by ${path}: ${told}`];
  await world.whole();
  const { files = [] } = await exported(world, intruder, path, {
    async listed() {
      await correct(world);
      await refuseAll(world);
    },
  });
  const kept = files.filter(({ body }) => /"(subject|patient)":\{"reference":"Patient\/open"/.test(body));
  return kept.length === 0 ? [] : [`${intruder.name} is still given by ${path} what is refused since`];
}

/** An endpoint that subscriptions are sent to. */
export async function openListener() {
  const heard: string[] = [];
  const waiting: (() => void)[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    heard.push(Buffer.concat(chunks).toString());
    response.end();
    for (const wake of waiting.splice(0)) wake();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    /** What was sent, the newest last. */
    heard,
    /** Resolves once something that was sent after `from` names it. */
    async until(from: number, name: string): Promise<void> {
      while (!heard.slice(from).some(text => text.includes(name)))
        await new Promise<void>(resolve => waiting.push(resolve));
    },
    close: () => server.close(),
  };
}

export type Listener = Awaited<ReturnType<typeof openListener>>;

const content = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content';

const subscription = (endpoint: string) => ({
  ...{ resourceType: 'Subscription', status: 'requested', reason: 'Suivre' },
  criteria: 'https://continuum.health/fhir/SubscriptionTopic/laboratory-result',
  channel: {
    ...{ type: 'rest-hook', endpoint, payload: 'application/fhir+json' },
    _payload: { extension: [{ url: content, valueCode: 'full-resource' }] },
  },
});

const result = (id: string, usager: string, category = 'laboratory') => ({
  ...{ resourceType: 'Observation', id, status: 'final', subject: { reference: `Patient/${usager}` } },
  ...{ category: [{ coding: [{ code: category }] }], code: { text: 'x' } },
  effectiveDateTime: '2024-05-01',
});

const path = '/fhir/R4/Subscription';

async function subscribe(world: World, intruder: Intruder, { endpoint }: Listener): Promise<string> {
  const made = await world.app.inject({
    ...{ method: 'POST', url: path, payload: JSON.stringify(subscription(endpoint)) },
    headers: { ...intruder.headers('POST', path), 'content-type': 'application/fhir+json' },
  });
  if (made.statusCode !== 201) throw refused(path, made);
  return (made.json() as { id: string }).id;
}

/** What a subscriber hears and asks for later, when something hidden is written before something that is seen. */
async function toldTo(
  world: World,
  listener: Listener,
  intruder: Intruder,
  hidden: boolean,
): Promise<{ events: string[]; later: string[]; stillTold: boolean }> {
  const id = await subscribe(world, intruder, listener);
  const from = listener.heard.length;
  if (hidden) await world.put(result('late', 'shut'));
  await world.put(result('seen', 'open'));
  await world.put(result('stays', 'open'));
  await listener.until(from, 'Observation/stays');
  // What was heard is acknowledged after it was heard.
  const at = `${path}/${id}`;
  await world.database.until('service.subscription', async () => {
    const answer = await world.app.inject({ url: at, headers: intruder.headers('GET', at) });
    return (answer.json() as { status?: string }).status === 'active' ? answer : undefined;
  });
  const later: Learned[] = [];
  for (const name of ['$status', '$events', '$events?eventsSinceNumber=1&content=full-resource'])
    later.push(await askAs(world, intruder)({ method: 'GET', url: `${at}/${name}` }));
  // One of what was told is replaced by what is told to nobody here; then both are refused.
  await world.put(result('seen', 'open', 'vital-signs'));
  await refuseAll(world);
  const since = await askAs(world, intruder)({ method: 'GET', url: `${at}/$events?content=full-resource` });
  await world.app.inject({ method: 'DELETE', url: at, headers: intruder.headers('DELETE', at) });
  const own = (text: string): string =>
    text
      .replaceAll(id, 'SUBSCRIPTION')
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'NOW')
      .replaceAll(/[\da-f-]{36}/g, 'ID');
  const events = listener.heard.slice(from).filter(text => text.includes('event-notification'));
  const stillTold = ['seen', 'stays'].some(id => since.body.includes(`Observation/${id}`));
  return { events: events.map(own), later: later.map(answer => own(JSON.stringify(answer))), stillTold };
}

/** What a subscriber learns of something hidden that was written meanwhile. */
export async function subscriptionLeaks(
  world: World,
  listener: Listener,
  intruder: Intruder,
): Promise<string[]> {
  await world.whole();
  const real = await toldTo(world, listener, intruder, true);
  await world.whole();
  const told = difference(real, await toldTo(world, listener, intruder, false));
  if (real.stillTold) return [`${intruder.name} is told again what is refused since`];
  return told === undefined ? [] : [`${intruder.name} learns by a subscription: ${told}`];
}
