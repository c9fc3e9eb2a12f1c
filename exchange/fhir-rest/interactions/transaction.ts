import type { EntryResult, Receipt } from '@continuum/intake';
import { isResourceType } from '@continuum/standards-fhir';
import { toETag, toLocation } from '../answer.ts';
import { type BundleEntry, formatBundle } from '../bundle.ts';
import { performEntry, type RequestEntry, toResponseEntry } from '../bundle-entry.ts';
import { checkId } from '../check-id.ts';
import { checkScope, mayWriteAll } from '../check-scope.ts';
import { deposit, unstoredAnswer } from '../deposit.ts';
import { errorAnswer } from '../error-answer.ts';
import type { Answer, Exchange } from '../exchange.ts';
import { refuseInTransaction } from '../kept-elsewhere.ts';
import { representation } from '../written-answer.ts';

type Stored = Extract<Receipt, { state: 'stored' }>;
type Done = Extract<EntryResult, { kind: 'done' }>;

const statuses: Readonly<Record<number, string>> = {
  200: '200 OK',
  201: '201 Created',
  204: '204 No Content',
};
const actions = { POST: 'c', PUT: 'u', PATCH: 'u', DELETE: 'd' } as const;

/**
 * What each entry needs is checked before anything is kept: a token with narrow scopes writes what they name,
 * a person brings no ids of their own.
 */
async function checkEntries(exchange: Exchange, entries: readonly RequestEntry[]): Promise<void> {
  const typeAndId = ({ request = {} }: RequestEntry) =>
    /^([A-Za-z]+)(?:\/([^/?]+))?/.exec(request.url ?? '') ?? [];
  for (const entry of entries)
    if (entry?.request?.method !== 'GET') refuseInTransaction(exchange.keepers, typeAndId(entry ?? {})[1]);
  if (mayWriteAll(exchange) && exchange.actor.source) return;
  for (const entry of entries) {
    const action = actions[entry.request?.method as keyof typeof actions];
    const [, type, id] = typeAndId(entry);
    if (action) await checkScope({ ...exchange, type, parameters: [] }, action);
    if (entry.request?.method === 'PUT' && type && id && isResourceType(type))
      await checkId(exchange, type, id);
  }
}

async function doneEntry(exchange: Exchange, receipt: Stored, done: Done): Promise<BundleEntry> {
  const { status, type, id, version, lastUpdated } = done;
  const response = {
    status: statuses[status] ?? String(status),
    ...(version === undefined
      ? {}
      : { location: toLocation(exchange, type, id, version), etag: toETag(version) }),
    ...(lastUpdated ? { lastModified: lastUpdated.toISOString() } : {}),
  };
  if (exchange.preference.return !== 'representation' || status === 204) return { response };
  return { resource: await representation(exchange, receipt, done), response };
}

/** Reads of a transaction are performed once its writes stand (R4 3.1.0.11.2). */
const readEntry = (exchange: Exchange, request: { method: string; url: string }, unexpected: Unexpected) =>
  performEntry(exchange, { request })
    .catch((problem: unknown) => errorAnswer(problem, unexpected))
    .then(toResponseEntry);

type Unexpected = (problem: unknown) => void;

/**
 * R4 3.1.0.11.2: all or nothing, one deposit. @throws FhirError 400 … 422 when nothing was stored
 * @param entries as parsed, to be checked; the bytes go to intake as they came.
 * @param key the Bundle's own identifier: the same bytes under it are a replay.
 */
export async function transaction(
  exchange: Exchange,
  entries: readonly RequestEntry[],
  unexpected: Unexpected,
  key?: string,
): Promise<Answer> {
  await checkEntries(exchange, entries);
  const receipt = await deposit(exchange, { key });
  if (receipt.state !== 'stored') return unstoredAnswer(receipt);
  const rendered: BundleEntry[] = [];
  for (const result of receipt.entries ?? [])
    rendered.push(
      result.kind === 'done'
        ? await doneEntry(exchange, receipt, result)
        : await readEntry(exchange, result, unexpected),
    );
  const body = formatBundle({ type: 'transaction-response', entries: rendered });
  return { status: 200, headers: {}, body };
}
