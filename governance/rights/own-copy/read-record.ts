import type { Access, Stored } from '@continuum/record-gate';
import { parseJson, type Resource, resourceTypes } from '@continuum/standards-fhir';
import { type Domain, domainOf } from '@continuum/trust-access';
import { chapters, type Section, untold } from './chapter.data.ts';
import { CopyInterrupted, interrupt } from './interrupted.ts';
import type { Included } from './words/values.ts';

/** Resources that a page of the database gives, and what they refer to. */
export interface Batch {
  resources: Resource[];
  included: Included;
}

const pageSize = '200';

const shared: readonly Domain[] = ['laboratory', 'imaging'];
const isOf = (resource: Resource, domain: Section['domain']): boolean => {
  const its = domainOf(resource);
  return domain === undefined || (domain === 'other' ? !shared.includes(its) : its === domain);
};

const parse = ({ body }: { body: string }): Resource => parseJson(body) as Resource;

/**
 * The resources of a section that the reader may see of a usager, the newest first, a page at a time: however many there are,
 * no more than a page is in memory. Each page is journalled before it is given.
 * @throws CopyInterrupted
 */
export async function* readSection(access: Access, usager: string, section: Section): AsyncGenerator<Batch> {
  const { type, sort, include = [], domain } = section;
  const includes = include.map((parameter): [string, string] => ['_include', `${type}:${parameter}`]);
  let cursor: string | undefined;
  do {
    const found = await access.search(
      type,
      [
        ...includes,
        ['_sort', `-${sort}`],
        ['_count', pageSize],
        ...(cursor ? [['_cursor', cursor] as [string, string]] : []),
      ],
      { compartment: { type: 'Patient', id: usager } },
    );
    if (found.outcome === 'denied') interrupt(found.decision);
    if (found.outcome === 'invalid') throw new CopyInterrupted(found.issues[0]?.diagnostics ?? type);
    const beside = found.entries.filter(({ mode }) => mode === 'include').map(parse);
    yield {
      resources: found.entries
        .filter(({ mode }) => mode === 'match')
        .map(parse)
        .filter(one => isOf(one, domain)),
      included: new Map(beside.map(one => [`${one.resourceType}/${one.id}`, one])),
    };
    cursor = found.next;
  } while (cursor !== undefined);
}

const told = new Set([...chapters.flatMap(({ sections }) => sections.map(({ type }) => type)), ...untold]);

/** Types that no chapter tells: nothing of a record is left out because nobody thought of it. */
export const otherTypes: readonly string[] = resourceTypes.filter(type => !told.has(type));

/**
 * Everything of a usager that the reader may see, by pages, each journalled before it is given (`$everything`).
 * @param types only these; all when absent
 * @throws CopyInterrupted
 */
export async function* readEverything(
  access: Access,
  usager: string,
  types?: readonly string[],
): AsyncGenerator<Stored[]> {
  let cursor: string | undefined;
  do {
    const page = await access.everything({
      ...{ type: 'Patient', id: usager, count: 1000, cursor },
      ...(types && { types: [...types] }),
    });
    if (page.outcome === 'denied') interrupt(page.decision);
    if (page.outcome === 'not-found') throw new CopyInterrupted('the record is not there any more');
    yield page.entries;
    cursor = page.next;
  } while (cursor !== undefined);
}
