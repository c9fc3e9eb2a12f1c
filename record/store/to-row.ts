import { type DateValue, extract, type Resource, type SearchValue } from '@continuum/standards-fhir';
import { type Belonging, collectedFrom, type Mentions, mentionsOf } from './belonging.ts';
import { bodyOf } from './body.ts';
import { indexed, inheritanceTokens } from './index-values.ts';
import { primaryDates } from './primary-date.data.ts';
import type { Incoming, Standing } from './row.ts';

interface Circumstances {
  now: Date;
  deposit?: string;
}

/** Before the calendar's first year there is only the open start of a Period: no date to sort by. */
const firstYear = Date.parse('0000-01-01T00:00:00Z');

/** The date that a reader sorts a resource by: the start of the first, null when there is none. */
export function primaryDate(type: string, values: readonly SearchValue[]): Date | null {
  const param = primaryDates[type];
  const dates = values.filter(value => value.kind === 'date' && value.param === param) as DateValue[];
  const lows = dates.map(({ low }) => low).filter(low => low > firstYear);
  return lows.length === 0 ? null : new Date(Math.min(...lows));
}

/** Versions of one resource follow each other in time, whatever the clocks of the processes say. */
const nextVersion = (standing: Standing | undefined, now: Date) => ({
  version: (standing?.version ?? 0) + 1,
  updated: standing && standing.updated > now ? standing.updated : now,
});

/** The next version of a resource as a row. */
export function toRow(
  { resource, needs }: Mentions,
  belonging: Belonging,
  standing: Standing | undefined,
  { now, deposit }: Circumstances,
): Incoming {
  const { resourceType: type, id } = resource;
  const next = nextVersion(standing, now);
  const values = extract(resource);
  const { tokens, found } = indexed(type, values);
  return {
    ...belonging,
    ...next,
    tokens: [...tokens, ...inheritanceTokens(needs)],
    found,
    type,
    id,
    collected: collectedFrom(standing, belonging.collected),
    date: primaryDate(type, values),
    deleted: false,
    deposit: deposit ?? null,
    body: bodyOf(resource, id, next.version, next.updated),
  };
}

/** The deletion of a resource: a version without content, as visible as what it deletes was. */
export function toDeletion(standing: Standing, { now, deposit }: Circumstances): Incoming {
  const { needs } = mentionsOf({ ...(JSON.parse(standing.body) as Resource), id: standing.id });
  const tokens = inheritanceTokens(needs);
  const empty = { body: '', deleted: true, tokens, found: {}, date: null, deposit: deposit ?? null };
  return { ...standing, ...nextVersion(standing, now), ...empty };
}
