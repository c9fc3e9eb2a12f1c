import type { Asked, Attack } from './answer.ts';
import { type Claimed, linksTo } from './claims.ts';
import { followed } from './followed.ts';
import type { Known, Population } from './population.ts';
import { askedFor } from './values.ts';

const base = '/fhir/R4';
const encode = encodeURIComponent;
const get = (url: string): Asked => ({ method: 'GET', url });

/** A search, with all its pages. */
const searching = (type: string, query: string, what: string): Attack => ({
  door: 'GET /fhir/R4/:type',
  what: `${what}: ${type}?${query}`,
  run: followed(get(`${base}/${type}?${query}`)),
});

const posted = (door: string, url: string, form: string, what: string): Attack => ({
  ...{ door, what: `${what}, by POST: ${url} ${form}` },
  run: ask =>
    ask({
      ...{ method: 'POST', url, body: form },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
});

/** What is asked of a condition that only something hidden fulfils. */
const ways = [
  ['a search', ''],
  ['a count', '&_summary=count'],
  ['an accurate total of a small page', '&_total=accurate&_count=1'],
] as const;

/** By each thing that the hidden resource says: directly, through a chain, through `_has`. */
function byContent(claimed: Claimed, present: ReadonlySet<string>, { resource }: Known): Attack[] {
  const type = resource.resourceType;
  const claims = claimed.types.get(type);
  const names = new Set(claims?.searchParam.map(({ name }) => name));
  const leading = linksTo(claimed, type, present);
  const referring = (claims?.searchParam ?? []).filter(one => one.type === 'reference');
  return askedFor(resource)
    .filter(([name]) => names.has(name))
    .flatMap(([name, value]) => {
      const condition = `${name}=${encode(value)}`;
      return [
        ...ways.map(([what, more]) => searching(type, `${condition}${more}`, what)),
        searching(type, `${name}:missing=false&_summary=count`, 'a count of who has it'),
        searching(type, `${name}:not=${encode(value)}&_summary=count`, 'a count of the others'),
        ...leading.map(({ from, parameter }) =>
          searching(from, `${parameter}:${type}.${condition}`, 'a chain'),
        ),
        ...referring.flatMap(({ name: reference }) =>
          [...present]
            .filter(target => linksTo(claimed, target, [type]).some(link => link.parameter === reference))
            .map(target => searching(target, `_has:${type}:${reference}:${condition}`, '_has')),
        ),
      ];
    });
}

/** By its address: alone, in a compartment, in a search of several. */
function byName({ resource, concerns }: Known): Attack[] {
  const { resourceType: type, id } = resource;
  const attack = (door: string, what: string, ...asked: Asked[]): Attack => ({
    ...{ door, what: `${what}: ${asked.map(({ method, url }) => `${method} ${url}`).join(', ')}` },
    run: async ask => {
      const answers = [];
      for (const one of asked) answers.push(await ask(one));
      return answers;
    },
  });
  const at = `${base}/${type}/${id}`;
  const headed = (headers: Record<string, string>): Asked => ({ ...get(at), headers });
  return [
    attack(
      'GET /fhir/R4/:type/:id',
      'its id',
      get(at),
      get(`${at}?_summary=true`),
      get(`${at}?_elements=id`),
    ),
    attack('HEAD /fhir/R4/:type/:id', 'its id', { method: 'HEAD', url: at }),
    attack('GET /fhir/R4/:type/:id', 'its id, in XML', headed({ accept: 'application/fhir+xml' })),
    attack(
      'GET /fhir/R4/:type/:id',
      'its id, on a condition',
      headed({ 'if-none-match': 'W/"1"' }),
      headed({ 'if-modified-since': new Date(Date.now() + 60_000).toUTCString() }),
    ),
    attack(
      'GET /fhir/R4/:type/:id/_history',
      'its history',
      get(`${at}/_history`),
      get(`${at}/_history?_summary=count`),
    ),
    attack(
      'GET /fhir/R4/:type/:id/_history/:version',
      'its versions',
      get(`${at}/_history/1`),
      get(`${at}/_history/2`),
    ),
    attack(
      'GET /fhir/R4/:type',
      'its id among others',
      get(`${base}/${type}?_id=${id},nobody&_total=accurate`),
    ),
    attack('GET /fhir/R4', 'its id in a search of everything', get(`${base}?_type=${type}&_id=${id}`)),
    attack(
      'GET /fhir/R4/:type',
      'what speaks of it',
      get(`${base}/Provenance?target=${type}/${id}&_summary=count`),
    ),
    ...concerns.flatMap(usager => {
      const compartment = `${base}/Patient/${usager}`;
      return [
        attack(
          'GET /fhir/R4/:type/:id/:member',
          'a compartment',
          get(`${compartment}/${type}?_total=accurate`),
        ),
        attack(
          'GET /fhir/R4/:type/:id/:member',
          'a whole compartment',
          get(`${compartment}/*?_summary=count`),
        ),
        posted(
          'POST /fhir/R4/:type/:id/:member/_search',
          `${compartment}/${type}/_search`,
          `_id=${id}`,
          'a compartment',
        ),
        posted(
          'POST /fhir/R4/:type/_search',
          `${base}/${type}/_search`,
          `_id=${id}&_summary=count`,
          'its id',
        ),
      ];
    }),
    posted('POST /fhir/R4/_search', `${base}/_search`, `_type=${type}&_id=${id}`, 'its id'),
  ];
}

/** Moments at which something of a type was one version or another. */
export type Moments = readonly { type: string; at: string }[];

/** By the order, the pages and the totals of what is seen beside it. */
function byOrder(claimed: Claimed, moments: Moments, type: string): Attack[] {
  const claims = claimed.types.get(type);
  if (claims === undefined) return [];
  const sortable = claims.searchParam.filter(({ type: kind }) =>
    ['date', 'string', 'token', 'reference', 'number', 'quantity', 'uri'].includes(kind),
  );
  return [
    searching(type, '_summary=count', 'a count'),
    searching(type, '_count=1&_total=accurate', 'pages'),
    searching(type, '_count=2&_total=estimate', 'pages'),
    searching(type, '_count=0', 'a page of none'),
    searching(type, '_explain=true', 'how it would be done'),
    ...sortable.flatMap(({ name }) => [
      searching(type, `_sort=${name}&_count=1`, 'an order'),
      searching(type, `_sort=-${name}&_count=2`, 'an order'),
    ]),
    ...[
      '_history?_count=1',
      '_history?_summary=count',
      '_history?_since=2020-01-01',
      `_history?_at=${new Date().toISOString()}`,
      ...moments.filter(one => one.type === type).map(({ at }) => `_history?_at=${at}`),
    ].map(
      (query): Attack => ({
        ...{ door: 'GET /fhir/R4/:type/_history', what: `a history: ${type}/${query}` },
        run: followed(get(`${base}/${type}/${query}`)),
      }),
    ),
    ...(claims.searchInclude ?? []).map(value => searching(type, `_include=${value}`, 'what it leads to')),
    ...(claims.searchRevInclude ?? [])
      .filter(value => claimed.types.has(value.split(':')[0]!))
      .map(value => searching(type, `_revinclude=${value}`, 'what leads to it')),
  ];
}

/** By everything at once. */
const ofEverything: Attack[] = [
  ...[
    '_type=Observation,Provenance,Encounter&_count=3',
    '_summary=count&_lastUpdated=ge2020',
    '_total=accurate&_count=5',
  ].map(
    (query): Attack => ({
      ...{ door: 'GET /fhir/R4', what: `a search of every type: ?${query}` },
      run: followed(get(`${base}?${query}`)),
    }),
  ),
  ...['', '?_count=2', '?_since=2020-01-01'].map(
    (query): Attack => ({
      ...{ door: 'GET /fhir/R4/_history', what: `the history of everything${query}` },
      run: followed(get(`${base}/_history${query}`)),
    }),
  ),
];

/** Every way to search, of what is claimed. `_include`, `_revinclude`, orders and counts are those of the types that there are. */
export function searchAttacks(
  claimed: Claimed,
  { known }: Population,
  hidden: readonly Known[],
  moments: Moments,
): Attack[] {
  const present = new Set([...known.map(({ resource }) => resource.resourceType), 'Provenance']);
  const among = (value: string): boolean => present.has(value.split(':')[0]!);
  const narrowed: Claimed = {
    ...claimed,
    types: new Map(
      [...claimed.types].map(([type, claims]) => [
        type,
        { ...claims, searchRevInclude: claims.searchRevInclude?.filter(among) ?? [] },
      ]),
    ),
  };
  return [
    ...hidden.flatMap(one => [...byName(one), ...byContent(narrowed, present, one)]),
    ...[...present].flatMap(type => byOrder(narrowed, moments, type)),
    ...ofEverything,
  ];
}
