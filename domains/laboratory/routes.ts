import { denied, tell } from '@continuum/door';
import type { MissingReason, WhyMissing } from '@continuum/intake';
import type { Access, Origin } from '@continuum/record-gate';
import type { Resource } from '@continuum/standards-fhir';
import { type Actor, decide, type Purpose } from '@continuum/trust-access';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { LaboratoryReport } from './display.ts';
import { type Failed, fromCursor, isFound, page, resourcesOf } from './results-page.ts';
import { toTrend } from './trend.ts';

/** Why something may be missing; computed, never a phrase that is always there. */
export type Absence = MissingReason | { code: 'nothing-received' };

/** What `GET /{patient}/results` answers. */
export interface LaboratoryRecord {
  refused: boolean;
  absence: Absence[];
  items: LaboratoryReport[];
  /** To be sent back as `cursor`. */
  next?: string;
}

export interface LaboratoryRoutesDeps {
  gate: { open(actor: Actor, purpose: Purpose, origin: Origin): Access };
  whyMissing: WhyMissing;
}

const notFound = (reply: FastifyReply): FastifyReply =>
  tell(reply, 404, 'not-found', 'Nothing answers to that here.');

const failed = (reply: FastifyReply, failure: Failed): FastifyReply =>
  failure.outcome === 'denied' ? denied(reply, failure) : tell(reply, 400, failure.issues);

interface Params {
  patient: string;
}

const open = ({ gate }: LaboratoryRoutesDeps, { actor, purpose, origin }: FastifyRequest): Access =>
  gate.open(actor, purpose, origin);

/**
 * Types that several domains share are searched for what the actor may see of them; a profile without this
 * domain is denied rather than told that nothing came. The denial is the gate's, which journals it.
 */
async function refusedEntry(access: Access, patient: string): Promise<Failed | undefined> {
  if (decide(access.matrix, access.actor, access.purpose, 'read', ['laboratory'], patient).permit)
    return undefined;
  const outcome = await access.search('Specimen', [['patient', patient]]);
  return isFound(outcome) ? undefined : outcome;
}

/** Is there such a usager, for this actor? Says nothing more, and is not a look at the record. */
async function isKnown(access: Access, patient: string): Promise<boolean> {
  const outcome = await access.lookup('Patient', [['_id', patient]]);
  return !isFound(outcome) || outcome.entries.length > 0;
}

async function results(deps: LaboratoryRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { patient } = request.params as Params;
  const { cursor } = request.query as { cursor?: string };
  const access = open(deps, request);
  const closed = await refusedEntry(access, patient);
  if (closed) return failed(reply, closed);
  if (!(await isKnown(access, patient))) return notFound(reply);
  const found = await page(access, patient, fromCursor(cursor));
  if ('outcome' in found) return failed(reply, found);
  const known = await deps.whyMissing(access, patient, 'laboratory');
  const refused = known.some(({ code }) => code === 'refused');
  const hidden = refused || known.some(({ code }) => code === 'restricted');
  const empty = found.items.length === 0 && !cursor && !hidden;
  const absence: Absence[] = [...known, ...(empty ? [{ code: 'nothing-received' } as const] : [])];
  return { refused, absence, ...found } satisfies LaboratoryRecord;
}

const escaped = (code: string): string => code.replace(/[\\,$]/g, '\\$&');

async function trend(deps: LaboratoryRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { patient } = request.params as Params;
  const { code } = request.query as { code: string };
  const access = open(deps, request);
  const closed = await refusedEntry(access, patient);
  if (closed) return failed(reply, closed);
  if (!(await isKnown(access, patient))) return notFound(reply);
  const found = await access.search('Observation', [
    ['patient', patient],
    ['code', escaped(code)],
    ['_sort', '-date'],
    ['_count', '500'],
  ]);
  if (!isFound(found)) return failed(reply, found);
  return { refused: await access.refused(patient), ...toTrend(resourcesOf(found, 'match')) };
}

/** Opened as a page of its own that can do nothing: the bytes are whatever a laboratory sent. */
const inert = {
  'Content-Security-Policy': "sandbox; default-src 'none'",
  'X-Content-Type-Options': 'nosniff',
};

async function document(deps: LaboratoryRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { patient, report, number } = request.params as Params & { report: string; number: number };
  const read = await open(deps, request).read('DiagnosticReport', report);
  if (read.outcome === 'denied') return failed(reply, read);
  const resource = read.outcome === 'found' ? (JSON.parse(read.stored.body) as Resource) : undefined;
  const { reference } = (resource?.subject ?? {}) as { reference?: string };
  const forms = (resource?.presentedForm ?? []) as { contentType?: string; data?: string }[];
  const form = reference === `Patient/${patient}` ? forms[number] : undefined;
  if (!form?.data) return notFound(reply);
  return reply
    .headers(inert)
    .type(form.contentType ?? 'application/octet-stream')
    .send(Buffer.from(form.data, 'base64'));
}

const patient = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' };
const params = { type: 'object', properties: { patient } };
const cursor = { type: 'string', maxLength: 4000 };
const resultsSchema = { params, querystring: { type: 'object', properties: { cursor } } };
const trendSchema = {
  params,
  querystring: {
    type: 'object',
    required: ['code'],
    properties: { code: { type: 'string', minLength: 1, maxLength: 500 } },
  },
};
const documentSchema = {
  params: {
    type: 'object',
    properties: { patient, report: patient, number: { type: 'integer', minimum: 0 } },
  },
};

/**
 * Mounted at `/api/laboratory`. `GET /{patient}/results?cursor=`: reports newest first, with their results:
 * `LaboratoryRecord`. `GET /{patient}/trend?code=system|code`: `Trend` with `refused`. `GET
 * /{patient}/reports/{report}/documents/{number}`: the bytes of a document. For care, or for the person
 * themselves; 401, 403, 404 with an OperationOutcome.
 */
export function routes(deps: LaboratoryRoutesDeps): FastifyPluginAsync {
  return async app => {
    app.addHook('onSend', async (_, reply) => {
      reply.header('Cache-Control', 'no-store');
    });
    app.get('/:patient/results', { schema: resultsSchema }, (request, reply) =>
      results(deps, request, reply),
    );
    app.get('/:patient/trend', { schema: trendSchema }, (request, reply) => trend(deps, request, reply));
    app.get('/:patient/reports/:report/documents/:number', { schema: documentSchema }, (request, reply) =>
      document(deps, request, reply),
    );
  };
}
