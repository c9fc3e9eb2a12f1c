import type { HistoryOutcome, HistoryQuery, Stored } from '@continuum/record-gate';
import { parseDateInterval } from '@continuum/standards-fhir';
import { denialError, notFound, toETag } from '../answer.ts';
import { type BundleEntry, bundleAnswer, ofPageSize, toLink } from '../bundle.ts';
import type { Answer, Exchange } from '../exchange.ts';
import { fhirError } from '../fhir-error.ts';
import { seen, viewOf } from '../view.ts';

const read = ({ parameters }: Exchange, name: string): string | undefined =>
  parameters.find(([code]) => code === name)?.[1];

function readMoment(exchange: Exchange, name: string): Date | undefined {
  const text = read(exchange, name);
  if (text === undefined) return undefined;
  const interval = parseDateInterval(text);
  if (!interval) throw fhirError(400, 'invalid', `${name}=${text}: not a FHIR date or instant.`);
  return new Date(interval.low);
}

function readCount(exchange: Exchange): number | undefined {
  const text = read(exchange, '_count');
  if (text === undefined) return undefined;
  if (!/^0*[1-9]\d{0,8}$/.test(text))
    throw fhirError(400, 'invalid', `_count=${text}: give a whole number, 1 or more.`);
  return Number(text);
}

const known = ['_since', '_at', '_count', '_cursor', '_summary', '_elements'];

/** @throws FhirError 400 under strict handling, for a parameter that no history has */
function checkKnown({ parameters, preference }: Exchange): void {
  const other = parameters.find(([name]) => !known.includes(name))?.[0];
  if (other === undefined || preference.handling !== 'strict') return;
  throw fhirError(
    400,
    'not-supported',
    `${other} is no parameter of a history; there are ${known.join(', ')}.`,
  );
}

/** The parameters of a history (R4 3.1.0.8). @throws FhirError 400 */
const toQuery = (exchange: Exchange): HistoryQuery => ({
  type: exchange.type,
  id: exchange.id,
  since: readMoment(exchange, '_since'),
  at: readMoment(exchange, '_at'),
  count: readCount(exchange),
  cursor: read(exchange, '_cursor'),
});

/** What made each version: its first is a create, a deletion says so, the rest are updates. */
function requestOf({ type, id, version, deleted }: Stored) {
  if (deleted) return { method: 'DELETE', url: `${type}/${id}` };
  return version === 1 ? { method: 'POST', url: type } : { method: 'PUT', url: `${type}/${id}` };
}

const statusOf = ({ version, deleted }: Stored): string =>
  deleted ? '204 No Content' : version === 1 ? '201 Created' : '200 OK';

const toEntry =
  (baseUrl: string, view: ReturnType<typeof viewOf>) =>
  (stored: Stored): BundleEntry => ({
    fullUrl: `${baseUrl}/${stored.type}/${stored.id}`,
    ...(stored.deleted ? {} : { resource: seen(stored.body, view) }),
    request: requestOf(stored),
    response: {
      status: statusOf(stored),
      etag: toETag(stored.version),
      lastModified: stored.lastUpdated.toISOString(),
    },
  });

/** A history has no place for an outcome (R4 bdl-3): `self` says how large the page is, `next` leads on. */
function links({ baseUrl, type, id, parameters }: Exchange, { next, count }: HistoryOutcome) {
  const address = [baseUrl, type, id, '_history'].filter(part => part !== undefined).join('/');
  const asDone = ofPageSize(parameters, count);
  const page = asDone.filter(([name]) => name !== '_cursor');
  return [
    toLink('self', address, asDone),
    ...(next === undefined ? [] : [toLink('next', address, [...page, ['_cursor', next]])]),
  ];
}

/**
 * R4 3.1.0.8: the versions of a resource, of a type, or of everything the caller may see, newest first.
 * @throws FhirError 400, 401, 403, 404
 */
export async function history(exchange: Exchange): Promise<Answer> {
  checkKnown(exchange);
  const view = viewOf(exchange.parameters);
  const outcome = await exchange.access.history(toQuery(exchange));
  if (outcome.outcome === 'denied') throw denialError(outcome);
  if (outcome.outcome === 'not-found') throw notFound(exchange.type!, exchange.id!);
  const entries = outcome.entries.map(toEntry(exchange.baseUrl, view));
  return bundleAnswer({
    type: 'history',
    total: outcome.total,
    links: links(exchange, outcome),
    entries,
  });
}
