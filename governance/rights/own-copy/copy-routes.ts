import { Readable } from 'node:stream';
import { denied, tell } from '@continuum/door';
import type { Access, Denied, Origin } from '@continuum/record-gate';
import { formatJson, parseJson, type Resource } from '@continuum/standards-fhir';
import { type Actor, clinicalDomains, type Purpose } from '@continuum/trust-access';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CopyOrder } from './copy-order.ts';
import { recordBundle } from './record-bundle.ts';
import { recordPdf } from './record-pdf.ts';
import { summaryPdf } from './summary-pdf.ts';
import { type Language, sayDay } from './words/language.ts';

export interface CopyRoutesDeps {
  gate: { open(actor: Actor, purpose: Purpose, origin: Origin, asking?: { signal?: AbortSignal }): Access };
  /** The document of `$summary`, as the reader may see it. */
  summary: (access: Access, patient: string) => Promise<Resource>;
  /** `PUBLIC_URL/fhir/R4`. */
  fhirUrl: string;
  clock?: () => Date;
}

/** A copy, by the name of its address: what its pieces are, and the file that it is saved as. */
interface Kind {
  type: string;
  file: (day: string, language: Language) => string;
  pieces: (order: CopyOrder, deps: CopyRoutesDeps) => AsyncIterable<string | Buffer>;
}

const summaryOf = ({ summary }: CopyRoutesDeps, { access, patient }: CopyOrder): Promise<Resource> =>
  summary(access, patient.id);

const named =
  (fr: string, en: string, extension: string): Kind['file'] =>
  (day, language) =>
    `${language === 'fr' ? fr : en}-${day}.${extension}`;

const kinds: Readonly<Record<string, Kind>> = {
  'record.pdf': {
    type: 'application/pdf',
    file: named('copie-du-dossier', 'copy-of-record', 'pdf'),
    pieces: recordPdf,
  },
  'record.json': {
    type: 'application/fhir+json; charset=utf-8',
    file: named('copie-du-dossier-fhir', 'copy-of-record-fhir', 'json'),
    pieces: (order, deps) => recordBundle(order, deps.fhirUrl),
  },
  'summary.pdf': {
    type: 'application/pdf',
    file: named('sommaire-de-sante', 'health-summary', 'pdf'),
    async *pieces(order, deps) {
      yield* summaryPdf(order, await summaryOf(deps, order));
    },
  },
  'summary.json': {
    type: 'application/fhir+json; charset=utf-8',
    file: named('sommaire-de-sante-fhir', 'health-summary-fhir', 'json'),
    async *pieces(order, deps) {
      yield formatJson(await summaryOf(deps, order));
    },
  },
};

const schema = {
  params: {
    type: 'object',
    properties: { patient: { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' } },
  },
  querystring: {
    type: 'object',
    properties: { language: { type: 'string', enum: ['fr', 'en'], default: 'fr' } },
  },
};

/** What a copy may hold: whoever may not see all of it of themself is no person who asks for their own. */
const whole = ['identity', ...clinicalDomains, 'directive'] as const;

/** That a copy is asked for is an entry of its own, durable before anything of it is read. */
const ask = (access: Access, patient: string, kind: string) =>
  access.consult({
    ...{ interaction: 'own-copy', type: 'Patient', text: `Patient/${patient}: ${kind}` },
    ...{ domains: whole, usager: patient },
  });

async function patientOf(access: Access, id: string): Promise<CopyOrder['patient'] | Denied | undefined> {
  const read = await access.read('Patient', id);
  if (read.outcome === 'denied') return read;
  return read.outcome === 'found' ? (parseJson(read.stored.body) as CopyOrder['patient']) : undefined;
}

/** Goes on with pieces whose first one was taken. */
async function* goOn<T>(first: IteratorResult<T>, rest: AsyncIterator<T>): AsyncGenerator<T> {
  try {
    for (let piece = first; !piece.done; piece = await rest.next()) yield piece.value;
  } finally {
    await rest.return?.();
  }
}

/**
 * The first piece is made before the answer begins: what is wrong until then is told with its status. What goes wrong later cuts
 * the connection, so that half a copy is never taken for one.
 */
async function send(deps: CopyRoutesDeps, name: string, request: FastifyRequest, reply: FastifyReply) {
  const { patient: id } = request.params as { patient: string };
  const { language } = request.query as { language: Language };
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const access = deps.gate.open(request.actor, request.purpose, request.origin, { signal: gone.signal });
  const asked = await ask(access, id, name);
  if (asked.outcome === 'denied') return denied(reply, asked);
  const patient = await patientOf(access, id);
  if (patient === undefined) return tell(reply, 404, 'not-found', 'No usager answers to that here.');
  if ('outcome' in patient) return denied(reply, patient as Denied);
  const made = deps.clock?.() ?? new Date();
  const { type, file, pieces } = kinds[name]!;
  const rest = pieces({ access, patient, language, made }, deps)[Symbol.asyncIterator]();
  const first = await rest.next();
  return reply
    .type(type)
    .header('Content-Disposition', `attachment; filename="${file(sayDay(made.toISOString())!, language)}"`)
    .send(Readable.from(goOn(first, rest)));
}

/**
 * The person's own copy, beneath `/api/rights`: `GET /:patient/copy/record.pdf`, `record.json` (a FHIR Bundle of everything),
 * `summary.pdf`, `summary.json` (the document of `$summary`), each with `?language=fr` or `en`. For the person and whoever acts
 * for them; 403 for everybody else, journalled in the person's list.
 */
export function mountCopies(app: FastifyInstance, deps: CopyRoutesDeps): void {
  for (const name of Object.keys(kinds))
    app.get(`/:patient/copy/${name}`, { schema }, (request, reply) => send(deps, name, request, reply));
}
