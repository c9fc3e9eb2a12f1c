import { type Statement, statement } from '@continuum/record-database';
import type { Operation, OperationCall } from '@continuum/record-gate';
import { operationProblem } from '@continuum/record-gate';
import type { Resource } from '@continuum/standards-fhir';
import { type Composition, compositionAt, compositionOf } from './compose.ts';
import { consulted } from './consulted.ts';
import type { Library } from './library.ts';
import { membersText, type Wanted } from './members.ts';
import { missingInput } from './problem.ts';

/** Without `count`, an expansion that is larger is refused (R4 `$expand`, too-costly). */
export const expansionLimit = 10_000;
const mostAtOnce = 10_000;

interface Asked {
  filter?: string | undefined;
  count?: number | undefined;
  offset: number;
  activeOnly: boolean;
  language?: string | undefined;
  designations: boolean;
}

interface Member {
  url: string;
  code: string;
  display: string;
  active: boolean;
  total: number;
  said: { language?: string; use?: object; value: string }[] | null;
}

/** Every word of the filter begins a word of the concept: `diab typ`. */
const query = (filter: string, { param }: Statement): string =>
  `(SELECT to_tsquery('simple', string_agg(quote_literal(w) || ':*', ' & '))
    FROM regexp_split_to_table(trim(service.term_fold(${param(filter, 'text')})), ' ') w WHERE w <> '')`;

function wantedOf({ filter, activeOnly }: Asked, values: Statement): Wanted {
  const words = filter?.trim() ? query(filter, values) : undefined;
  const active = (c: string) => (activeOnly ? [`${c}.active`] : []);
  const found = (c: string) => (words ? [`${c}.words @@ ${words}`] : []);
  return {
    concept: c => [...active(c), ...found(c), 'true'].join(' AND '),
    listed: (code, display) =>
      words ? `to_tsvector('simple', service.term_fold(${code} || ' ' || ${display})) @@ ${words}` : 'true',
  };
}

/** Words in the asked language first, as BCP 47 ranges go: `fr` is also `fr-CA`. */
const spoken = (m: string, language: string): string => `(SELECT d.value FROM service.term_designation d
    WHERE d.system = ${m}.system AND d.code = ${m}.code AND (d.language = ${language} OR starts_with(d.language, ${language} || '-'))
    ORDER BY d.language = ${language} DESC, d.key LIMIT 1)`;

const designations = (m: string): string => `(SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
      'language', d.language, 'use', d.use, 'value', d.value)) ORDER BY d.key)
    FROM service.term_designation d WHERE d.system = ${m}.system AND d.code = ${m}.code)`;

/** The page first, then the words of its few lines. */
function expansionText(set: Composition, asked: Asked, values: Statement): string {
  const members = membersText(set, wantedOf(asked, values), values);
  const { param } = values;
  const limit = param(asked.count ?? expansionLimit + 1, 'int');
  const order = asked.filter?.trim() ? 'length(m.display), m.display, m.code' : 'm.url, m.code';
  const shown = asked.language
    ? `coalesce(${spoken('p', param(asked.language, 'text'))}, p.display)`
    : 'p.display';
  return `WITH page AS (SELECT m.*, count(*) OVER () AS total FROM (${members}) m
    ORDER BY ${order} LIMIT ${limit} OFFSET ${param(asked.offset, 'int')})
  SELECT p.url, p.code, ${shown} AS display, p.active, p.total, ${asked.designations ? designations('p') : 'NULL'} AS said
  FROM page p ORDER BY ${order.replaceAll('m.', 'p.')}`;
}

const toContains = ({ url, code, display, active, said }: Member) => ({
  ...(url ? { system: url } : {}),
  ...(active ? {} : { inactive: true }),
  code,
  display,
  ...(said ? { designation: said } : {}),
});

const asked = ({ input }: OperationCall): Asked => ({
  filter: input.value('filter'),
  count: input.value('count'),
  offset: input.value('offset') ?? 0,
  activeOnly: input.value('activeOnly') ?? false,
  language: input.value('displayLanguage'),
  designations: input.value('includeDesignations') ?? false,
});

/** What was given as it was used (R4 ValueSet.expansion.parameter). */
const used = ({ filter, count, offset, activeOnly, language, designations: also }: Asked) =>
  [
    filter === undefined ? undefined : { name: 'filter', valueString: filter },
    count === undefined ? undefined : { name: 'count', valueInteger: count },
    offset === 0 ? undefined : { name: 'offset', valueInteger: offset },
    activeOnly ? { name: 'activeOnly', valueBoolean: true } : undefined,
    language === undefined ? undefined : { name: 'displayLanguage', valueCode: language },
    also ? { name: 'includeDesignations', valueBoolean: true } : undefined,
  ].filter(parameter => parameter !== undefined);

const tooCostly = (total: number) =>
  operationProblem(
    422,
    'too-costly',
    `The value set has ${total} codes; ask with a filter, or page by page with count and offset.`,
  );

/** Expands a value set. @throws OperationProblem 404, 422 */
export async function expand(
  library: Library,
  set: Composition,
  question: Asked,
  now: Date,
): Promise<Resource> {
  if ((question.count ?? 0) > mostAtOnce) throw tooCostly(question.count!);
  const values = statement();
  const counting = question.count === 0;
  const text = expansionText(set, counting ? { ...question, count: 1 } : question, values);
  const members = await library.query<Member>(text, values.values);
  const total = Number(members[0]?.total ?? 0);
  if (question.count === undefined && total > expansionLimit) throw tooCostly(total);
  const parameter = used(question);
  return {
    resourceType: 'ValueSet',
    ...(set.url ? { url: set.url } : {}),
    ...(set.title ? { title: set.title } : {}),
    status: 'active',
    expansion: {
      identifier: `urn:uuid:${crypto.randomUUID()}`,
      timestamp: now.toISOString(),
      // Beyond the last page nothing counts what there is.
      ...(members.length > 0 || question.offset === 0 ? { total } : {}),
      ...(question.offset > 0 ? { offset: question.offset } : {}),
      ...(parameter.length > 0 ? { parameter } : {}),
      ...(members.length > 0 && !counting ? { contains: members.map(toContains) } : {}),
    },
  };
}

/** The value set that is asked about: sent, named by its address, or read at its own. */
export async function compositionAsked(library: Library, call: OperationCall): Promise<Composition> {
  const sent = call.input.value<Resource>('valueSet');
  if (sent) return compositionOf(library, sent);
  if (call.level === 'instance') {
    const stored = await call.access.read('ValueSet', call.id!);
    if (stored.outcome !== 'found')
      throw operationProblem(404, 'not-found', `There is no ValueSet/${call.id} here.`);
    return compositionOf(library, JSON.parse(stored.stored.body) as Resource);
  }
  const url = call.input.value<string>('url');
  const version = call.input.value<string>('valueSetVersion');
  if (url === undefined) throw missingInput('Give url, or a valueSet.');
  return compositionAt(library, version ? `${url}|${version}` : url);
}

/** R4 ValueSet `$expand`. */
export const expandOperation = (library: Library): Operation => ({
  name: 'expand',
  definition: 'http://hl7.org/fhir/OperationDefinition/ValueSet-expand',
  levels: ['type', 'instance'],
  types: ['ValueSet'],
  affectsState: false,
  parameters: [
    { name: 'url', min: 0, max: 1, type: 'uri' },
    { name: 'valueSet', min: 0, max: 1, type: 'ValueSet' },
    { name: 'valueSetVersion', min: 0, max: 1, type: 'string' },
    { name: 'filter', min: 0, max: 1, type: 'string' },
    { name: 'count', min: 0, max: 1, type: 'unsignedInt' },
    { name: 'offset', min: 0, max: 1, type: 'unsignedInt' },
    { name: 'includeDesignations', min: 0, max: 1, type: 'boolean' },
    { name: 'activeOnly', min: 0, max: 1, type: 'boolean' },
    { name: 'displayLanguage', min: 0, max: 1, type: 'code' },
  ],
  scopes: [{ action: 'r' }],
  async handler(call) {
    await consulted(call, 'expand', 'ValueSet', call.input.value<string>('url'));
    return {
      resource: await expand(library, await compositionAsked(library, call), asked(call), new Date()),
    };
  },
});
