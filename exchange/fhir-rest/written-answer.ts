import type { EntryResult, Receipt, Interaction as Request } from '@continuum/intake';
import type { Issue } from '@continuum/standards-fhir';
import { outcomeAnswer, toETag, toLocation, versionHeaders } from './answer.ts';
import { deposit, unstoredAnswer } from './deposit.ts';
import type { Answer, Exchange } from './exchange.ts';

type Stored = Extract<Receipt, { state: 'stored' }>;
type Done = Extract<EntryResult, { kind: 'done' }>;

/** The resource as it now stands: what was just written, else read like any other (and journalled). */
export async function representation(exchange: Exchange, receipt: Stored, done: Done): Promise<string> {
  const written = receipt.written.find(({ type, id }) => type === done.type && id === done.id);
  if (written) return written.body;
  const outcome = await exchange.access.read(done.type, done.id);
  return outcome.outcome === 'found' ? outcome.stored.body : '';
}

const succeeded = ({ type, id }: Done): Issue => ({
  severity: 'information',
  code: 'informational',
  diagnostics: `${type}/${id} is stored.`,
});

async function bodyOf(exchange: Exchange, receipt: Stored, done: Done): Promise<string> {
  if (done.status === 204 || exchange.preference.return === 'minimal') return '';
  if (exchange.preference.return === 'OperationOutcome')
    return outcomeAnswer(done.status, [succeeded(done), ...receipt.issues]).body;
  return representation(exchange, receipt, done);
}

function headersOf(exchange: Exchange, { type, id, version, lastUpdated }: Done): Record<string, string> {
  if (version === undefined) return {};
  const headers = lastUpdated ? versionHeaders({ version, lastUpdated }) : { ETag: toETag(version) };
  return { ...headers, Location: toLocation(exchange, type, id, version) };
}

/**
 * Deposits one write and renders its receipt: 200, 201 or 204 with `Location`, `ETag` and what `Prefer` asks
 * for (R4 3.1.0.1.7), or 202 when it waits. @throws FhirError
 */
export async function writtenAnswer(exchange: Exchange, request: Request): Promise<Answer> {
  const receipt = await deposit(exchange, { request });
  if (receipt.state !== 'stored') return unstoredAnswer(receipt);
  const done = receipt.entries?.find(entry => entry.kind === 'done');
  if (!done) return outcomeAnswer(200, receipt.issues);
  const body = await bodyOf(exchange, receipt, done);
  return { status: done.status, headers: headersOf(exchange, done), body };
}

/** The query of a conditional interaction, as it was sent. */
export const toQuery = ({ parameters }: Exchange): string =>
  new URLSearchParams(parameters.map(([name, value]) => [name, value])).toString();
