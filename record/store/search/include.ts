import { isResourceType, resourceTypes, searchParameter, searchParameters } from '@continuum/standards-fhir';
import { keyOf, tokenText } from '../index-values.ts';
import { badValue, notSupported } from './problem.ts';
import type { Scope } from './scope.ts';

/** `_include=Observation:subject:Patient` or `_revinclude=Provenance:target`. */
export interface Include {
  reverse: boolean;
  iterate: boolean;
  /** The type that has the reference; none: every type (`_revinclude=*`). */
  source?: string;
  /** Its reference parameters: one, or all for `*`. */
  codes: string[];
  /** Keys of the references in the inverted index. */
  keys: string[];
  /** The only type of target wanted. */
  target?: string;
}

function codesOf(name: string, value: string, source: string, code: string): string[] {
  const references = searchParameters(source).filter(({ type }) => type === 'reference');
  if (code === '*') return references.map(reference => reference.code);
  if (searchParameter(source, code)?.type !== 'reference')
    throw badValue(name, value, 'Type:reference-parameter');
  return [code];
}

/** `_revinclude=*`: every reference of every type that may lead to one of the types searched. */
function everythingThatRefers(name: string, types: readonly string[]): Include {
  const keys = resourceTypes.flatMap(source =>
    searchParameters(source)
      .filter(({ type, target = [] }) => type === 'reference' && types.some(each => target.includes(each)))
      .map(({ code }) => keyOf(source, code)),
  );
  return { reverse: true, iterate: name.endsWith(':iterate'), codes: [], keys };
}

/** Reads an include (R4 3.1.1.5.4), undefined for other parameters. Throws `SearchProblem`. */
export function toInclude(name: string, value: string, types: readonly string[]): Include | undefined {
  const [base, modifier, ...more] = name.split(':');
  if (base !== '_include' && base !== '_revinclude') return undefined;
  if (more.length > 0 || (modifier !== undefined && modifier !== 'iterate'))
    throw notSupported(name, `${base} takes :iterate only.`);
  if (base === '_revinclude' && value === '*' && types.length > 0) return everythingThatRefers(name, types);
  const [source = '', code = '', target] =
    value === '*' && types.length === 1 ? [types[0]!, '*'] : value.split(':');
  if (!isResourceType(source) || (target !== undefined && !isResourceType(target)))
    throw badValue(name, value, 'Type:reference-parameter or Type:reference-parameter:Type');
  const reverse = base === '_revinclude';
  const codes = codesOf(name, value, source, code);
  const keys = codes.map(each => keyOf(source, each));
  return { reverse, iterate: modifier === 'iterate', source, codes, keys, ...(target && { target }) };
}

/** What the rows under `from` refer to, row by row: each is found by its key. */
const forward = ({ see, s }: Scope, from: string, { source, codes, target }: Include): string =>
  `SELECT c.* FROM unnest(${s.param(codes, 'text[]')}) code, jsonb_array_elements_text(${from}.found->code) x,
      ${see.live('c')}
    WHERE ${from}.type = '${source}' AND c.type = split_part(x, '/', 1) AND c.id = split_part(x, '/', 2)
      ${target === undefined ? '' : `AND c.type = '${target}'`}`;

/** The tokens of references to a row. */
const tokensTo = ({ s }: Scope, row: string, keys: readonly string[]): string =>
  `record.token(start || ${row}.type || '/' || ${row}.id) FROM unnest(${s.param(
    keys.map(key => tokenText.reference(key, '')),
    'text[]',
  )}) start`;

/** Rows of a source that have one of the tokens. By the tokens alone: a whole type's index is not read for it. */
const referring = ({ see }: Scope, source: string | undefined, tokens: string): string =>
  `SELECT c.* FROM ${see.live('c')}
    WHERE ${source === undefined ? 'true' : `(c.type || '') = '${source}'`} AND c.tokens && ARRAY(SELECT ${tokens})`;

const ofTarget = (row: string, target: string | undefined): string =>
  target === undefined ? 'true' : `${row}.type = '${target}'`;

/** What refers to any of the rows of a table, found at once. */
const backwardOfAll = (scope: Scope, table: string, { source, keys, target }: Include): string =>
  referring(scope, source, `${tokensTo(scope, 'p', keys)}, ${table} p WHERE ${ofTarget('p', target)}`);

const backward = (scope: Scope, from: string, { source, keys, target }: Include): string =>
  `${referring(scope, source, tokensTo(scope, from, keys))} AND ${ofTarget(from, target)}`;

const steps = (scope: Scope, from: string, includes: readonly Include[]): string =>
  includes
    .map(include => (include.reverse ? backward : forward)(scope, from, include))
    .join('\n    UNION ALL ');

const columns = 'type, id, owner, version, updated, domain, others, deleted, found, body';
const of = (alias: string): string => columns.replaceAll(/\w+/g, `${alias}.$&`);

/** At most so many resources come along with a page. */
export const includeLimit = 1000;

/**
 * Common table expressions `included` from `shown`: what the page refers to or is referred to by, each once;
 * with `:iterate`, also from what was included. Every included row is visible by itself.
 */
export function includedTables(scope: Scope, includes: readonly Include[]): string[] {
  const iterated = includes.filter(({ iterate }) => iterate);
  const first = includes.map(include =>
    include.reverse
      ? `SELECT ${of('i')} FROM (${backwardOfAll(scope, 'shown', include)}) i`
      : `SELECT ${of('i')} FROM shown p CROSS JOIN LATERAL (${forward(scope, 'p', include)}) i`,
  );
  const once = `near AS (${first.join('\n    UNION ALL ')})`;
  const reach = `reach AS (SELECT ${columns} FROM near UNION SELECT ${of('i')} FROM reach p CROSS JOIN LATERAL (
    ${steps(scope, 'p', iterated)}) i)`;
  const source = iterated.length > 0 ? 'reach' : 'near';
  const included = `included AS (SELECT DISTINCT ON (i.type, i.id) ${of('i')} FROM ${source} i
    WHERE NOT EXISTS (SELECT FROM shown p WHERE p.type = i.type AND p.id = i.id)
    ORDER BY i.type, i.id LIMIT ${includeLimit})`;
  return [once, ...(iterated.length > 0 ? [reach] : []), included];
}
