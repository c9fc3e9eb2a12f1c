import type { SearchEntry, SearchOutcome } from '@continuum/record-gate';
import { denialError } from '../answer.ts';
import { type BundleEntry, bundleAnswer, remarks, toLink } from '../bundle.ts';
import { checkQuery } from '../check-query.ts';
import type { Answer, Exchange } from '../exchange.ts';
import { FhirError, fhirError } from '../fhir-error.ts';
import { seen, viewOf } from '../view.ts';
import { asksExplanation, explain } from './explain.ts';
import { remarksOnNothing } from './nothing-found.ts';
import { addressOf, searched } from './searched.ts';

const toEntry =
  (baseUrl: string, view: ReturnType<typeof viewOf>) =>
  ({ type, id, body, mode }: SearchEntry): BundleEntry => ({
    fullUrl: `${baseUrl}/${type}/${id}`,
    // `_elements` names elements of what is searched; what comes along comes whole (R4 3.1.1.5.9).
    resource: view?.elements && mode === 'include' ? body : seen(body, view),
    search: { mode },
  });

type Found = Extract<SearchOutcome, { outcome: 'found' }>;

function links(exchange: Exchange, { self, next }: Found) {
  const address = addressOf(exchange);
  const page = self.filter(([name]) => name !== '_cursor');
  return [
    toLink('self', address, self),
    ...(next === undefined ? [] : [toLink('next', address, [...page, ['_cursor', next]])]),
  ];
}

/** R4 3.1.1.5.8: a summary of narratives has no room for what comes along. @throws FhirError 400 */
function checkMixture(parameters: Exchange['parameters']): void {
  const view = viewOf(parameters);
  if (view?.summary === 'text' && parameters.some(([name]) => /^_(rev)?include\b/.test(name)))
    throw fhirError(400, 'invalid', '_summary=text goes with neither _include nor _revinclude.');
}

/**
 * R4 3.1.1 and 3.1.0.9: searches one type, the types that `_type` names, or a compartment, by GET or by POST to `_search`.
 * @throws FhirError 400, 401, 403
 */
export async function search(exchange: Exchange): Promise<Answer> {
  checkQuery(exchange.parameters);
  checkMixture(exchange.parameters);
  if (asksExplanation(exchange)) return explain(exchange);
  const { access, baseUrl } = exchange;
  const { type, parameters, options } = searched(exchange);
  const outcome = await access.search(type, parameters, options);
  if (outcome.outcome === 'denied') throw denialError(outcome);
  if (outcome.outcome === 'invalid') throw new FhirError(400, outcome.issues);
  const entries = [
    ...outcome.entries.map(toEntry(baseUrl, viewOf(outcome.self))),
    ...remarks(outcome.issues),
    ...remarks(await remarksOnNothing(exchange, outcome)),
  ];
  return bundleAnswer({
    type: 'searchset',
    total: outcome.total,
    links: links(exchange, outcome),
    entries,
  });
}
