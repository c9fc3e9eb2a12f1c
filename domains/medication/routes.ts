import { denied, tell } from '@continuum/door';
import type { MissingReason, WhyMissing } from '@continuum/intake';
import type { Access, Origin, SearchOutcome } from '@continuum/record-gate';
import type { Resource } from '@continuum/standards-fhir';
import { type Actor, maySign, type Purpose } from '@continuum/trust-access';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { type Dispense, displayDispense, displayPrescription, type Prescription } from './display.ts';
import type { Found as Included } from './drug.ts';
import { type ProfileLine, profileOf } from './profile.ts';

/** Why something may be missing; computed, never a phrase that is always there. */
export type Absence =
  | MissingReason
  | { code: 'nothing-received' | 'nothing-recent' }
  /** Drugs that are shown under the name they came with: no code tells which they are. */
  | { code: 'drug-not-recognized'; count: number };

interface Answer<Item> {
  refused: boolean;
  absence: Absence[];
  items: Item[];
  /** To be sent back as `cursor`. */
  next?: string;
}

/** What `GET /{patient}/profile` answers. */
export type MedicationProfile = Answer<ProfileLine> & { days: number };
/** What `GET /{patient}/prescriptions` answers. */
export type Prescriptions = Answer<Prescription> & {
  /** Whoever asks may prescribe. */
  mayPrescribe: boolean;
};
/** What `GET /{patient}/dispenses` answers. */
export type Dispenses = Answer<Dispense>;

export { type PrescribeRoutesDeps, prescribeRoutes } from './prescription/prescribe-routes.ts';

export interface MedicationRoutesDeps {
  gate: { open(actor: Actor, purpose: Purpose, origin: Origin): Access };
  whyMissing: WhyMissing;
  clock?(): Date;
}

type Parameters = [string, string][];
type Found = Extract<SearchOutcome, { outcome: 'found' }>;
type Failed = Exclude<SearchOutcome, Found>;

interface Page<Item> {
  items: Item[];
  next?: string;
}

const failed = (reply: FastifyReply, failure: Failed): FastifyReply =>
  failure.outcome === 'denied' ? denied(reply, failure) : tell(reply, 400, failure.issues);

const isFound = (outcome: SearchOutcome): outcome is Found => outcome.outcome === 'found';

const resourcesOf = (found: Found, mode: 'match' | 'include'): Resource[] =>
  found.entries.filter(entry => entry.mode === mode).map(({ body }) => JSON.parse(body) as Resource);

/** One page of a search, each resource as a screen shows it. */
async function page<Item>(
  access: Access,
  type: string,
  parameters: Parameters,
  display: (resource: Resource, included: Included) => Item,
): Promise<Page<Item> | Failed> {
  const found = await access.search(type, parameters);
  if (!isFound(found)) return found;
  const included = new Map(resourcesOf(found, 'include').map(r => [`${r.resourceType}/${r.id}`, r]));
  const items = resourcesOf(found, 'match').map(resource => display(resource, included));
  return found.next === undefined ? { items } : { items, next: found.next };
}

const isFailed = (result: Page<unknown> | Failed): result is Failed => 'outcome' in result;

const ofRequests: Parameters = [
  ['_include', 'MedicationRequest:medication'],
  ['_include', 'MedicationRequest:requester'],
  ['_sort', '-authoredon'],
];
const ofDispenses: Parameters = [
  ['_include', 'MedicationDispense:medication'],
  ['_include', 'MedicationDispense:performer'],
  ['_sort', '-whenhandedover'],
];
const pageSize = 50;
/** More than anyone takes: the profile is read whole. */
const profileSize = 500;
/** The longest supply handed over at once, and some days: what still covers a period was given before it. */
const longestSupply = 100;
const day = 86_400_000;

interface Params {
  patient: string;
}

const open = ({ gate }: MedicationRoutesDeps, { actor, purpose, origin }: FastifyRequest): Access =>
  gate.open(actor, purpose, origin);

const isKnown = async (access: Access, patient: string): Promise<boolean> => {
  const outcome = await access.lookup('Patient', [['_id', patient]]);
  return !isFound(outcome) || outcome.entries.length > 0;
};

type Empty = 'nothing-received' | 'nothing-recent';

interface Coded {
  din?: string;
  ccdd?: string;
}

/** What the platform knows, then what only this domain can tell. */
function absence(
  known: readonly MissingReason[],
  drugs: readonly Coded[],
  empty: Empty | undefined,
): Absence[] {
  const count = drugs.filter(({ din, ccdd }) => din === undefined && ccdd === undefined).length;
  return [
    ...known,
    ...(empty ? [{ code: empty }] : []),
    ...(count > 0 ? [{ code: 'drug-not-recognized', count } as const] : []),
  ];
}

/** Something may be hidden: it is not known then that nothing came. */
const isHidden = (known: readonly MissingReason[]): boolean =>
  known.some(({ code }) => code === 'refused' || code === 'restricted');

const isRefused = (known: readonly MissingReason[]): boolean => known.some(({ code }) => code === 'refused');

/** Is there anything at all, when the profile is empty? Answers why, without looking at it again. */
async function whyEmpty(access: Access, patient: string): Promise<Empty> {
  for (const type of ['MedicationDispense', 'MedicationRequest']) {
    const outcome = await access.lookup(type, [
      ['patient', patient],
      ['_count', '1'],
    ]);
    if (isFound(outcome) && outcome.entries.length > 0) return 'nothing-recent';
  }
  return 'nothing-received';
}

async function profile(deps: MedicationRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { patient } = request.params as Params;
  const { days } = request.query as { days: number };
  const access = open(deps, request);
  const now = deps.clock?.() ?? new Date();
  const since = new Date(now.getTime() - days * day);
  const from = new Date(since.getTime() - longestSupply * day).toISOString().slice(0, 10);
  const size: Parameters = [
    ['patient', patient],
    ['_count', String(profileSize)],
  ];
  const active: Parameters = [...size, ['status', 'active'], ...ofRequests];
  const requests = await page(access, 'MedicationRequest', active, displayPrescription);
  if (isFailed(requests)) return failed(reply, requests);
  const recent: Parameters = [...size, ['whenhandedover', `ge${from}`], ...ofDispenses];
  const dispenses = await page(access, 'MedicationDispense', recent, displayDispense);
  if (isFailed(dispenses)) return failed(reply, dispenses);
  if (!(await isKnown(access, patient))) return notFound(reply);
  const items = profileOf(requests.items, dispenses.items, since);
  const known = await deps.whyMissing(access, patient, 'medication');
  const refused = isRefused(known);
  const empty = items.length === 0 && !isHidden(known) ? await whyEmpty(access, patient) : undefined;
  return { refused, absence: absence(known, items, empty), days, items } satisfies MedicationProfile;
}

const notFound = (reply: FastifyReply): FastifyReply =>
  tell(reply, 404, 'not-found', 'No usager answers to that here.');

/** Everything of one kind, newest first, a page at a time. */
function everything<Item extends { drug: Coded }>(
  type: string,
  including: Parameters,
  display: (resource: Resource, included: Included) => Item,
  complete: (access: Access, items: readonly Item[]) => Promise<Item[]> = async (_, items) => [...items],
) {
  return async (deps: MedicationRoutesDeps, request: FastifyRequest, reply: FastifyReply) => {
    const { patient } = request.params as Params;
    const { cursor } = request.query as { cursor?: string };
    const access = open(deps, request);
    const next: Parameters = cursor ? [['_cursor', cursor]] : [];
    const asked: Parameters = [['patient', patient], ...including, ['_count', String(pageSize)], ...next];
    const found = await page(access, type, asked, display);
    if (isFailed(found)) return failed(reply, found);
    if (!(await isKnown(access, patient))) return notFound(reply);
    const known = await deps.whyMissing(access, patient, 'medication');
    const refused = isRefused(known);
    const empty = found.items.length === 0 && !cursor && !isHidden(known) ? 'nothing-received' : undefined;
    const items = await complete(access, found.items);
    const drugs = items.map(({ drug }) => drug);
    const answer = { refused, absence: absence(known, drugs, empty), ...found, items };
    return answer satisfies Answer<Item>;
  };
}

/** Which of them their author signed, and which of those who asks may cancel. */
async function withSignatures(access: Access, items: readonly Prescription[]): Promise<Prescription[]> {
  const versions = await access.signedVersions(
    'MedicationRequest',
    items.map(({ id }) => id),
  );
  const mayCancel = maySign(access.actor, 'cancel-prescription');
  return items.map(item => {
    const signed = versions.find(({ id }) => id === item.id);
    if (!signed) return item;
    const cancellable = mayCancel && item.active && signed.signer === access.actor.id;
    return { ...item, signature: { cancellable } };
  });
}

const params = {
  type: 'object',
  properties: { patient: { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' } },
};
const profileSchema = {
  params,
  querystring: {
    type: 'object',
    properties: { days: { type: 'integer', minimum: 1, maximum: 3660, default: 30 } },
  },
};
const pageSchema = {
  params,
  querystring: { type: 'object', properties: { cursor: { type: 'string', maxLength: 4000 } } },
};

/**
 * Mounted at `/api/medication`. `GET /{patient}/profile?days=30`: what the person takes, one line per drug:
 * `MedicationProfile`. `GET /{patient}/prescriptions?cursor=` and `GET /{patient}/dispenses?cursor=`: all there
 * is, newest first. For care, or for the person themselves; 401, 403, 404 with an OperationOutcome.
 */
export function routes(deps: MedicationRoutesDeps): FastifyPluginAsync {
  const prescriptions = everything('MedicationRequest', ofRequests, displayPrescription, withSignatures);
  const dispenses = everything('MedicationDispense', ofDispenses, displayDispense);
  return async app => {
    app.addHook('onSend', async (_, reply) => {
      reply.header('Cache-Control', 'no-store');
    });
    app.get('/:patient/profile', { schema: profileSchema }, (request, reply) =>
      profile(deps, request, reply),
    );
    app.get('/:patient/prescriptions', { schema: pageSchema }, async (request, reply) => {
      const answer = await prescriptions(deps, request, reply);
      const mayPrescribe = maySign(request.actor, 'prescribe');
      return 'items' in answer ? ({ ...answer, mayPrescribe } satisfies Prescriptions) : answer;
    });
    app.get('/:patient/dispenses', { schema: pageSchema }, (request, reply) =>
      dispenses(deps, request, reply),
    );
  };
}
