import type { Asked, Attack } from './answer.ts';
import { followed } from './followed.ts';
import { type Known, uidsOf, watched } from './population.ts';

/** What an intruder knows or guesses, and puts into an address. */
export interface Guess {
  known: Known;
  usager: string;
  /** Ids of deposits, with those of what is hidden. */
  deposits: readonly string[];
}

type Guesses = (guess: Guess) => readonly string[];

const referenceTo = ({ known: { resource } }: Guess): string => `${resource.resourceType}/${resource.id}`;

const ofStudy =
  (part: 'study' | 'series' | 'instance'): Guesses =>
  ({ known: { resource } }) =>
    resource.resourceType === 'ImagingStudy' ? [uidsOf(resource.id)[part]] : [];

/** What is put in the place of each parameter of an address. A door whose parameters are all here is attacked at once. */
const places: Readonly<Record<string, Guesses>> = {
  patient: ({ usager }) => [usager],
  type: ({ known }) => [known.resource.resourceType],
  id: ({ known, usager }) => [known.resource.id, usager],
  report: ({ known }) => [known.resource.id],
  number: () => ['0'],
  rule: () => ['no-care-link'],
  study: ofStudy('study'),
  series: ofStudy('series'),
  instance: ofStudy('instance'),
  frames: () => ['1'],
  '*': () => ['7FE00010'],
};

const namingStudy: Guesses = guess => ofStudy('study')(guess).map(uid => `?StudyInstanceUID=${uid}`);

/** The same, where a name means something else. */
const placesAt: readonly [path: RegExp, name: string, Guesses][] = [
  [/^\/api\/intake\/:id/, 'id', ({ deposits }) => deposits],
  [/^\/api\/surveillance\/cases\//, 'id', () => [watched.case]],
  [/^\/api\/surveillance\/alerts\//, 'id', () => [watched.alert]],
  [/^\/api\/surveillance\/watched\//, 'id', () => [watched.record]],
  [/^\/api\/surveillance\/replays\//, 'id', () => [watched.record]],
];

/** Queries without which a door says nothing. */
const queries: Readonly<Record<string, Guesses>> = {
  'GET /api/laboratory/:patient/trend': () => [
    '?code=http://loinc.org|2345-7',
    '?code=2345-7',
    '?code=718-7',
  ],
  'GET /api/medication/drugs': () => ['?text=metformine'],
  'GET /dicomweb/studies': guess => [
    ...['', '?limit=1', '?PatientID=x', '?ModalitiesInStudy=CT', '?StudyDate=20200101-'],
    ...namingStudy(guess),
  ],
  'GET /api/rights/:patient/items': ({ known }) => [`?type=${known.resource.resourceType}`],
  'GET /dicomweb/series': namingStudy,
  'GET /dicomweb/instances': namingStudy,
};

/** A restriction of something that is guessed. */
const restriction = (guess: Guess) => ({
  ...{ practitioners: [], profiles: ['nurse'], everything: false, domains: [] },
  resources: [referenceTo(guess)],
});

const registered = {
  ...{ means: 'in-person', received: '2026-06-01', decider: { relationship: 'self' } },
  identity: [
    { kind: 'health-insurance-card', seen: 'counter' },
    { kind: 'driver-licence', seen: 'counter' },
  ],
};

/** What is sent to the doors that take a body. */
const bodies: Readonly<Record<string, (guess: Guess) => readonly unknown[]>> = {
  'POST /api/patient/search': () => [{ family: 'Tremblay1', birthDate: '1981-01-01' }],
  'POST /api/medication/:patient/prescriptions': () => [{ act: '{}', signature: {} }],
  'POST /api/medication/:patient/prescriptions/:id/cancellation': () => [{ reason: 'x' }],
  'POST /api/act/signature': () => [{ act: '{}', assertion: {} }],
  'POST /api/override/:patient': () => [{ act: '{}', assertion: {} }],
  'POST /api/override/reviews/:id/proposal': () => [{}],
  'POST /api/override/reviews/:id/confirmation': () => [{}],
  'POST /api/release/:patient/reports/:report/release': () => [{}],
  'POST /api/release/:patient/reports/:report/hold': () => [{ days: 30 }],
  'PUT /api/release/:patient/choice': () => [{ asSoonAsPossible: true }],
  'POST /api/intake/:id/release': () => [{ decisions: [{ claim: 0, patientId: 'open' }] }],
  'POST /api/intake/:id/retry': () => [{}],
  'POST /api/intake/:id/close': () => [{ reason: 'essai' }],
  'POST /api/rights/:patient/requests': guess => [
    { kind: 'rectification', wanted: 'x', reason: 'x', resource: referenceTo(guess) },
  ],
  'POST /api/consent/:patient/restriction/preview': guess => [restriction(guess)],
  'POST /api/consent/:patient/restriction': guess => [restriction(guess)],
  'PUT /api/consent/:patient/restriction/:id': guess => [restriction(guess)],
  'POST /api/consent/counter/:patient/restriction/preview': guess => [restriction(guess)],
  'POST /api/consent/counter/:patient/restriction': guess => [{ ...restriction(guess), request: registered }],
  'PUT /api/consent/counter/:patient/restriction/:id': guess => [
    { ...restriction(guess), request: registered },
  ],
  'POST /api/consent/counter/:patient/restriction/:id/cancellation': () => [{ request: registered }],
  'POST /api/surveillance/alerts/:id/set-aside': () => [{ reason: 'essai' }],
  'POST /api/surveillance/alerts/:id/case': () => [{ case: watched.case }],
  'POST /api/surveillance/cases/:id/events': () => [{ event: 'triage' }, { event: 'investigate' }],
  'POST /api/surveillance/cases/:id/notes': () => [{ text: 'essai' }],
  'POST /api/surveillance/rules/:rule': () => [{ state: 'off', reason: 'essai' }],
  'POST /api/surveillance/rules/:rule/replays': () => [{ firstDay: '2026-01-01', lastDay: '2026-01-02' }],
  'POST /api/surveillance/replays/:id/cancel': () => [{}],
  'POST /api/surveillance/watched': () => [{ nam: 'TREA 8101 0112', reason: 'essai' }],
  'POST /api/surveillance/watched/:id/end': () => [{}],
  'POST /api/surveillance/:patient/reports': () => [{ entries: [watched.alert], words: 'essai' }],
};

/** Doors that answer nothing of a record, or whose answer is about the refusal or the accesses themselves. */
const notOfARecord: readonly [RegExp, string][] = [
  [/ \/(healthz|readyz|metrics)?$/, 'operations'],
  [/ \/api\/(session|credential|authorization)(\/|$)/, 'keys, sessions and authorizations of those who work'],
  [/ \/(guides|demo|pki|oauth|\.well-known|visualiseur|carnet|console)(\/|$)/, 'keys, tokens, pages'],
  [/ \/fhir\/R4\/(metadata|\.well-known)/, 'what the server can do'],
  [
    /^(POST|PUT) \/api\/(matrix|remote-access|organization)\//,
    'who may what and from where, and what sources do not send: written without a look at any record',
  ],
  [
    / \/api\/consent\/(?!.*\/restriction)/,
    'the refusal itself, which those who may not see what it covers may be told of',
  ],
  [/ \/api\/certification\//, 'which versions of products are attested: nothing of any person'],
  [/ \/api\/notification\//, 'what a person chose to be told of, where, and in which browsers: to themself'],
  [
    /^POST \/api\/surveillance\/reports$/,
    'what somebody who works there reports, in their words: numbered, and no look at any record',
  ],
  [
    / \/api\/rights\/(?!:patient\/(copy\/|corrections$|items$|requests$))/,
    'who looked or tried to, and what the person asked: to them, to who handles it, and to surveillance',
  ],
];

/** Doors that have attacks of their own. */
const elsewhere: readonly [RegExp, string][] = [
  [/ \/fhir\/R4(\/|$)/, 'search-attacks.ts, operation-attacks.ts, write-attacks.ts'],
  [/ \/fhir\/bulk\//, 'export.test.ts'],
  [/ \/fhir\/ws/, 'subscription.test.ts'],
  [
    / \/api\/matrix\/preview/,
    'preview-attacks.ts: what is hidden there is what is hidden from whom the preview is as',
  ],
  [/^POST \/dicomweb\//, 'exchange/dicomweb/dicomweb.test.ts: what is stored under a UID that somebody has'],
];

/** Where a door is attacked, or why it is not; undefined: nowhere, and it should be. */
export function placeOf(door: string): string | undefined {
  const [, place] = [...notOfARecord, ...elsewhere].find(([pattern]) => pattern.test(door)) ?? [];
  if (place !== undefined) return place;
  const unknown = namesIn(door).filter(name => !(name in places));
  const silent = /^(GET|HEAD|OPTIONS|DELETE)/.test(door) || door in bodies;
  return unknown.length === 0 && silent ? 'screen-doors.ts' : undefined;
}

/** What to add for a door that is not attacked. */
export function mend(door: string): string {
  const unknown = namesIn(door).filter(name => !(name in places));
  const what =
    unknown.length > 0
      ? `what is put in the place of ${unknown.join(', ')} (\`places\`)`
      : 'a body that it takes (`bodies`)';
  return `${door} is not attacked: add to apps/server/attack/screen-doors.ts ${what}, or why it says nothing of a record (\`notOfARecord\`).`;
}

const parameter = /:(\w+)(?:\([^)]*\)+)?|\*/g;
const namesIn = (door: string): string[] => [...door.matchAll(parameter)].map(([all, name]) => name ?? all);

/** Every address that a path may be asked at, of these guesses. */
function addresses(path: string, guess: Guess): string[] {
  let made = [path];
  for (const [text, name] of path.matchAll(parameter)) {
    const [, , own] = placesAt.find(([where, of]) => where.test(path) && of === name) ?? [];
    const values = (own ?? places[name ?? text])?.(guess) ?? [];
    made = made.flatMap(one => values.map(value => one.replace(text, encodeURIComponent(value))));
  }
  return made;
}

interface Route {
  method: string;
  url: string;
}

/** What is asked at one door, of one guess. */
function askedAt({ method, url: path }: Route, guess: Guess): Asked[] {
  const door = `${method} ${path}`;
  return addresses(path, guess).flatMap(address =>
    (queries[door]?.(guess) ?? ['']).flatMap(query =>
      (bodies[door]?.(guess) ?? [undefined]).map(body => ({
        ...{ method: method as Asked['method'], url: `${address}${query}`, body },
      })),
    ),
  );
}

/** The attacks on the doors of the screens and of pictures, as the router has them. */
export function screenAttacks(routes: readonly Route[], guesses: readonly Guess[]): Attack[] {
  const attacks = new Map<string, Attack>();
  for (const route of routes) {
    const door = `${route.method} ${route.url}`;
    if (placeOf(door) !== 'screen-doors.ts') continue;
    const writes = !['GET', 'HEAD'].includes(route.method);
    for (const asked of guesses.flatMap(guess => askedAt(route, guess))) {
      const what = `${asked.method}: ${asked.url}`;
      attacks.set(what, { door, what, ...(writes && { writes }), run: followed(asked) });
    }
  }
  return [...attacks.values()];
}
