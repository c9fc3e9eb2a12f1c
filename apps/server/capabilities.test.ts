import { type Claims, each, valueFor } from '@continuum/exchange-fhir-rest/testing';
import { searchParameters } from '@continuum/standards-fhir';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answered, type RealApplication, realApplication } from './testing/real-application.ts';

let at: RealApplication;
let system: { interaction: { code: string }[]; operation?: { name: string }[] };
let resources: Claims[];
/** An id of each type that there is one of. */
const ids = new Map<string, string>();

const concept = { concept: [{ code: 'a' }] };
/** What a type needs beside its name; the others are made of nothing else, where R4 allows it. */
const examples: Record<string, object> = {
  Encounter: {
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    subject: { reference: 'Patient/here' },
  },
  Group: { type: 'person', actual: true, member: [{ entity: { reference: 'Patient/here' } }] },
  Observation: { status: 'final', code: { text: 'x' }, subject: { reference: 'Patient/here' } },
  CodeSystem: { url: 'urn:codes', status: 'active', content: 'complete', ...concept },
  ValueSet: { url: 'urn:values', status: 'active', compose: { include: [{ system: 'urn:codes' }] } },
  ConceptMap: { url: 'urn:map', status: 'active' },
  Subscription: {
    status: 'requested',
    reason: 'x',
    criteria: 'https://continuum.health/fhir/SubscriptionTopic/laboratory-result',
    channel: { type: 'rest-hook', endpoint: 'https://example.org/', payload: 'application/fhir+json' },
  },
};

const made = (type: string) => ({ resourceType: type, ...examples[type] });

/** A resource of the type, under an id of ours where the client chooses ids. */
async function make({ type, interaction }: Claims): Promise<void> {
  const put = await at.ask('PUT', `/${type}/here`, { ...made(type), id: 'here' });
  if (put.statusCode === 201) ids.set(type, 'here');
  else if (interaction.some(({ code }) => code === 'create')) {
    const posted = await at.ask('POST', `/${type}`, made(type));
    if (posted.statusCode === 201) ids.set(type, posted.json().id);
  }
}

beforeAll(async () => {
  at = await realApplication();
  const [rest] = (await at.ask('GET', '/metadata')).json().rest;
  [system, resources] = [rest, rest.resource];
  const order = ['Patient', 'Encounter'];
  const rank = ({ type }: Claims) => (order.includes(type) ? order.indexOf(type) : order.length);
  for (const claims of resources.toSorted((a, b) => rank(a) - rank(b))) await make(claims);
}, 120_000);
afterAll(() => at?.close());

/** Nothing answers there. A resource that is not there is another thing: its type is. */
function isMissing({ statusCode, body }: Answered, exists: boolean): boolean {
  if (statusCode === 405 || statusCode === 501) return true;
  return statusCode === 404 && (exists || JSON.parse(body).issue[0].code === 'not-supported');
}

const told = (what: string, { statusCode, body }: Answered): string =>
  `${what}: ${statusCode} ${body.slice(0, 200)}`;

type Act = (type: string, id: string) => Promise<Answered>;

const acts: Record<string, Act> = {
  'search-type': type => at.ask('GET', `/${type}?_count=1`),
  'history-type': type => at.ask('GET', `/${type}/_history?_count=1`),
  create: type => at.ask('POST', `/${type}`, made(type)),
  read: (type, id) => at.ask('GET', `/${type}/${id}`),
  vread: (type, id) => at.ask('GET', `/${type}/${id}/_history/1`),
  'history-instance': (type, id) => at.ask('GET', `/${type}/${id}/_history`),
  update: (type, id) => at.ask('PUT', `/${type}/${id}`, { ...made(type), id }),
  patch: (type, id) =>
    at.ask('PATCH', `/${type}/${id}`, [], { 'content-type': 'application/json-patch+json' }),
  // An id that nobody has: what is here is still needed.
  delete: type => at.ask('DELETE', `/${type}/nobody`),
};

const bundle = (type: string) => ({
  resourceType: 'Bundle',
  type,
  entry: [{ request: { method: 'GET', url: 'Patient/here' } }],
});

const systemActs: Record<string, () => Promise<Answered>> = {
  'search-system': () => at.ask('GET', '/?_type=Patient'),
  'history-system': () => at.ask('GET', '/_history?_count=1'),
  batch: () => at.ask('POST', '/', bundle('batch')),
  transaction: () => at.ask('POST', '/', bundle('transaction')),
};

describe('R4 3.1.0.6: what the whole application claims is there, and nothing else', () => {
  it('has a resource of the types that operations are about', () => {
    for (const type of ['Patient', ...Object.keys(examples)]) expect([...ids.keys()]).toContain(type);
  });

  it('each interaction of the whole system', async () => {
    for (const { code } of system.interaction) {
      const answer = await systemActs[code]!();
      expect(answer.statusCode, told(code, answer)).toBe(200);
    }
  });

  it('each interaction of each type is there, and the others are not', async () => {
    const claimed = new Set(resources.flatMap(one => one.interaction.map(({ code }) => code)));
    expect([...claimed].filter(code => !acts[code])).toEqual([]);
    const tried = resources.flatMap(one => Object.keys(acts).map(code => ({ ...one, code })));
    const wrong = await each(tried, async ({ type, code, interaction }) => {
      const exists = ids.has(type) && code !== 'delete';
      const answer = await acts[code]!(type, ids.get(type) ?? 'nobody');
      const isClaimed = interaction.some(one => one.code === code);
      return isMissing(answer, exists) === isClaimed ? told(`${code} ${type}`, answer) : undefined;
    });
    expect(wrong).toEqual([]);
  }, 120_000);

  const empty = { resourceType: 'Parameters' };
  /** Each way to invoke an operation, until something answers. */
  async function invoke(name: string, places: readonly string[]): Promise<Answered> {
    let answer: Answered | undefined;
    for (const place of places)
      for (const method of ['POST', 'GET'] as const) {
        answer = await at.ask(method, `${place}/$${name}`, method === 'POST' ? empty : undefined);
        // It is there, by another method: nothing else is to be tried.
        if (!isMissing(answer, true)) return answer;
        if (answer.statusCode === 404) break;
      }
    return answer!;
  }

  it('each operation of the whole system', async () => {
    expect(system.operation?.length).toBeGreaterThan(0);
    for (const { name } of system.operation ?? []) {
      const answer = await invoke(name, ['']);
      expect(isMissing(answer, true), told(name, answer)).toBe(false);
    }
  });

  it('each operation of each type answers, there and nowhere else', async () => {
    const names = new Set(resources.flatMap(({ operation = [] }) => operation.map(({ name }) => name)));
    for (const name of ['match', 'summary', 'lastn', 'expand', 'export', 'events', 'everything'])
      expect([...names]).toContain(name);
    const tried = resources.flatMap(one => [...names, 'nothing'].map(name => ({ ...one, name })));
    const wrong = await each(tried, async ({ type, name, operation = [] }) => {
      const id = ids.get(type);
      const answer = await invoke(name, [`/${type}`, `/${type}/${id ?? 'nobody'}`]);
      const isClaimed = operation.some(one => one.name === name);
      return isMissing(answer, id !== undefined) === isClaimed ? told(`${type}/$${name}`, answer) : undefined;
    });
    expect(wrong).toEqual([]);
  }, 240_000);
});

describe('R4 3.1.1.2: what may be searched by', () => {
  const strict = { prefer: 'handling=strict' };

  it('each parameter that is claimed is taken under strict handling', async () => {
    const wrong = await each(resources, async ({ type, searchParam }) => {
      const definitions = new Map(searchParameters(type).map(one => [one.code, one]));
      const query = new URLSearchParams(
        searchParam.map(({ name }): [string, string] => [name, valueFor(definitions.get(name)!)]),
      );
      const answer = await at.ask('GET', `/${type}?${query}`, undefined, strict);
      return answer.statusCode === 200 ? undefined : told(type, answer);
    });
    expect(wrong).toEqual([]);
  }, 120_000);

  it('one that is not claimed is refused, also when R4 has it', async () => {
    const tried = resources.flatMap(({ type, searchParam }) => {
      const claimed = new Set(searchParam.map(({ name }) => name));
      const names = [...searchParameters(type).map(({ code }) => code), 'nothing'];
      return names.filter(name => !claimed.has(name)).map(name => ({ type, name }));
    });
    const wrong = await each(tried, async ({ type, name }) => {
      const answer = await at.ask('GET', `/${type}?${name}=x`, undefined, strict);
      return answer.statusCode === 400 ? undefined : told(`${type}?${name}`, answer);
    });
    expect(wrong).toEqual([]);
  }, 60_000);

  it('each _include and _revinclude that is claimed is taken', async () => {
    const tried = resources.flatMap(({ type, searchInclude = [], searchRevInclude = [] }) => [
      ...chunks(searchInclude).map(some => ({ type, name: '_include', some })),
      ...chunks(searchRevInclude).map(some => ({ type, name: '_revinclude', some })),
    ]);
    const wrong = await each(tried, async ({ type, name, some }) => {
      const query = some.map(value => `${name}=${value}`).join('&');
      const answer = await at.ask('GET', `/${type}?_id=nobody&${query}`, undefined, strict);
      return answer.statusCode === 200 ? undefined : told(`${type} ${query}`, answer);
    });
    expect(wrong).toEqual([]);
  }, 240_000);
});

/** As many as one search takes. */
function chunks(values: readonly string[]): string[][] {
  const parts: string[][] = [];
  for (let from = 0; from < values.length; from += 20) parts.push(values.slice(from, from + 20));
  return parts;
}
