import type { MissingReason } from '@continuum/intake';
import type { SearchOutcome } from '@continuum/record-gate';
import type { Issue } from '@continuum/standards-fhir';
import { clinicalDomains, type Domain, domainOf } from '@continuum/trust-access';
import type { Exchange } from '../exchange.ts';
import { searched } from './searched.ts';

type Found = Extract<SearchOutcome, { outcome: 'found' }>;
type ClinicalDomain = Parameters<NonNullable<Exchange['whyMissing']>>[2];

const sentence = ({ code, source = '', category, since, lastReceived, count }: MissingReason): string => {
  const from = since === undefined ? '' : ` since ${since}`;
  const sentences: Record<MissingReason['code'], string> = {
    refused: 'This person refused that their information be released.',
    restricted: 'A restriction of this person names you: some information may not be shown to you.',
    'identification-waiting': `Something received on ${since} waits to be attached to the right record; it may be about this person.`,
    'source-does-not-send': `${source} sends nothing of this domain${from}.`,
    'source-silent': `Nothing was received from ${source} since ${lastReceived}.`,
    'category-not-sent': `${source} does not send: ${category}${from}.`,
    'other-sources': `${count} other organizations send nothing of this domain.`,
  };
  return sentences[code];
};

const withheld: ReadonlySet<MissingReason['code']> = new Set(['refused', 'restricted']);

/** R4 issue types: what is withheld, and what is not here. */
const toIssue = (reason: MissingReason): Issue => ({
  severity: 'information',
  code: withheld.has(reason.code) ? 'suppressed' : 'informational',
  diagnostics: sentence(reason),
});

/** The usager whom a search names, when it names one: by its compartment, or by `patient` or `subject`. */
function usagerNamed(exchange: Exchange): string | undefined {
  const { type, id, member, parameters } = exchange;
  if (member !== undefined) return type === 'Patient' ? id : undefined;
  const named = parameters.filter(([name]) => /^(patient|subject)(:Patient)?$/.test(name));
  const [value] = named.length === 1 ? named[0]!.slice(1) : [];
  return value?.match(/^(?:Patient\/)?([A-Za-z0-9.-]{1,64})$/)?.[1];
}

const isClinical = (domain: Domain | undefined): domain is ClinicalDomain =>
  domain !== undefined && clinicalDomains.includes(domain);

/** The domain of what is searched: its type's, or the one that its category names. */
function domainSearched(exchange: Exchange): ClinicalDomain | undefined {
  const { type, parameters } = searched(exchange);
  if (type === undefined) return undefined;
  const category = parameters
    .find(([name]) => name === 'category')?.[1]
    .split('|')
    .at(-1);
  const domain = domainOf({ resourceType: type, category: { coding: [{ code: category }] } });
  return isClinical(domain) ? domain : undefined;
}

/** A page that follows, or a count alone (R4 3.1.1.5.8): an answer without entries says nothing there. */
const asksLess = ({ parameters }: Exchange): boolean =>
  parameters.some(
    ([name, value]) =>
      name === '_cursor' ||
      (name === '_summary' && value === 'count') ||
      (name === '_count' && value === '0'),
  );

/**
 * Nothing of a usager was found: what is known of why, as issues of informational severity (R4 3.1.1.4.23, entries of mode
 * `outcome`). Asked for what was found, not for what there is: it says nothing more to who sees less.
 */
export async function remarksOnNothing(exchange: Exchange, { entries, total = 0 }: Found): Promise<Issue[]> {
  if (!exchange.whyMissing || entries.length > 0 || total > 0 || asksLess(exchange)) return [];
  const [usager, domain] = [usagerNamed(exchange), domainSearched(exchange)];
  if (usager === undefined || domain === undefined) return [];
  return (await exchange.whyMissing(exchange.access, usager, domain)).map(toIssue);
}
