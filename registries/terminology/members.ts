import type { Statement } from '@continuum/record-database';
import type { Composition, Filter, Part } from './compose.ts';
import { unusable } from './problem.ts';

/** What is asked of the members besides belonging: pushed into every branch, so that each starts from an index. */
export interface Wanted {
  /** A condition on a concept's row. */
  concept?(alias: string): string;
  /** The same of a code that is listed and whose code system is not here. */
  listed?(code: string, display: string): string;
}

type Condition = (c: string, filter: Filter, values: Statement) => string;

const inClosure = (c: string, ancestor: string): string =>
  `EXISTS (SELECT FROM service.term_closure h WHERE h.system = ${c}.system AND h.ancestor = ${ancestor} AND h.descendant = ${c}.code)`;

const isA: Condition = (c, { value }, { param }) => {
  const code = param(value, 'text');
  return `(${c}.code = ${code} OR ${inClosure(c, code)})`;
};

const below: Condition = (c, filter, values) => {
  const code = values.param(filter.value, 'text');
  return `(${c}.code <> ${code} AND ${inClosure(c, code)})`;
};

const above: Condition = (c, { value }, { param }) => {
  const code = param(value, 'text');
  return `(${c}.code = ${code} OR EXISTS (SELECT FROM service.term_closure h
    WHERE h.system = ${c}.system AND h.descendant = ${code} AND h.ancestor = ${c}.code))`;
};

/** Properties that are columns, or the hierarchy; the others lie in `properties`. */
const texts = (c: string, property: string, { param }: Statement): string =>
  property === 'code' || property === 'concept'
    ? `ARRAY[${c}.code]`
    : property === 'display'
      ? `ARRAY[${c}.display]`
      : property === 'parent'
        ? `ARRAY(SELECT p.parent FROM service.term_parent p WHERE p.system = ${c}.system AND p.code = ${c}.code)`
        : property === 'child'
          ? `ARRAY(SELECT p.code FROM service.term_parent p WHERE p.system = ${c}.system AND p.parent = ${c}.code)`
          : `ARRAY(SELECT jsonb_array_elements_text(coalesce(${c}.properties->${param(property, 'text')}, '[]')))`;

const equals: Condition = (c, filter, values) =>
  filter.property === 'code' || filter.property === 'concept'
    ? `${c}.code = ${values.param(filter.value, 'text')}`
    : `${values.param(filter.value, 'text')} = ANY (${texts(c, filter.property, values)})`;

const list = (value: string): string[] => value.split(',').map(item => item.trim());

const among: Condition = (c, filter, values) =>
  `${texts(c, filter.property, values)} && ${values.param(list(filter.value), 'text[]')}`;

const matches: Condition = (c, filter, values) =>
  `EXISTS (SELECT FROM unnest(${texts(c, filter.property, values)}) x WHERE x ~ ${values.param(`^(?:${filter.value})$`, 'text')})`;

const exists: Condition = (c, filter, values) =>
  `${filter.value === 'true' ? '' : 'NOT '}cardinality(${texts(c, filter.property, values)}) > 0`;

/** The operators of R4 `ValueSet.compose.include.filter.op`. */
const conditions: Readonly<Record<string, Condition>> = {
  'is-a': isA,
  'descendent-of': below,
  'is-not-a': (c, filter, values) => `NOT ${isA(c, filter, values)}`,
  generalizes: above,
  '=': equals,
  in: among,
  'not-in': (c, filter, values) => `NOT ${among(c, filter, values)}`,
  regex: matches,
  exists,
};

function filterText(c: string, filter: Filter, values: Statement): string {
  const condition = conditions[filter.op];
  if (!condition) throw unusable(`The filter ${filter.property} ${filter.op} cannot be computed here.`);
  return condition(c, filter, values);
}

const and = (list: readonly (string | undefined)[]): string => list.filter(Boolean).join(' AND ') || 'true';

const columns = 'url, code, display, active, system';

/** All concepts of a system that the filters keep. */
function wholeText({ url, system, filters }: Part, wanted: Wanted, values: Statement): string {
  const where = and([
    `c.system = ${values.param(system!.id, 'int')}`,
    ...filters.map(filter => filterText('c', filter, values)),
    wanted.concept?.('c'),
  ]);
  return `SELECT ${values.param(url, 'text')} AS url, c.code, c.display, c.active, c.system
    FROM service.term_concept c WHERE ${where}`;
}

/** Codes that the value set lists, known to their system or not. */
function listedText(
  { url, system, concepts = [], filters }: Part,
  wanted: Wanted,
  values: Statement,
): string {
  const codes = values.param(
    concepts.map(({ code }) => code),
    'text[]',
  );
  const displays = values.param(
    concepts.map(({ display }) => display ?? null),
    'text[]',
  );
  const id = values.param(system?.id ?? -1, 'int');
  const concept = wanted.concept ? `c.code IS NOT NULL AND ${wanted.concept('c')}` : undefined;
  const absent = wanted.listed
    ? `c.code IS NULL AND ${wanted.listed('l.code', 'coalesce(l.display, l.code)')}`
    : undefined;
  const asked = concept && absent ? `((${concept}) OR (${absent}))` : undefined;
  return `SELECT ${values.param(url, 'text')} AS url, l.code, coalesce(l.display, c.display, l.code), coalesce(c.active, true), c.system
    FROM unnest(${codes}, ${displays}) AS l (code, display)
    LEFT JOIN service.term_concept c ON c.system = ${id} AND c.code = l.code
    WHERE ${and([...filters.map(filter => filterText('c', filter, values)), asked])}`;
}

function partText(part: Part, wanted: Wanted, values: Statement): string {
  const own = part.url === undefined ? [] : [(part.concepts ? listedText : wholeText)(part, wanted, values)];
  const [first, ...others] = [...own, ...part.valueSets.map(set => membersText(set, wanted, values))];
  const also = others.map(
    (text, at) => `EXISTS (SELECT FROM (${text}) o${at} WHERE o${at}.url = f.url AND o${at}.code = f.code)`,
  );
  return also.length === 0 ? first! : `SELECT f.* FROM (${first}) AS f (${columns}) WHERE ${and(also)}`;
}

/**
 * SQL of the members of a value set that are wanted: rows of (url, code, display, active, system), each code once.
 * @throws OperationProblem 422 for a filter that is not known
 */
export function membersText(set: Composition, wanted: Wanted, values: Statement): string {
  if (set.includes.length === 0)
    return `SELECT NULL::text AS url, NULL::text AS code, NULL::text AS display, true AS active, NULL::int AS system WHERE false`;
  const includes = set.includes.map(part => partText(part, wanted, values));
  const [only] = includes;
  const all =
    includes.length === 1 && !set.includes[0]!.concepts
      ? `SELECT i.* FROM (${only}) AS i (${columns})`
      : `SELECT DISTINCT ON (i.url, i.code) i.* FROM (${includes.join('\nUNION ALL ')}) AS i (${columns}) ORDER BY i.url, i.code`;
  const excludes = set.excludes.map(part => partText(part, wanted, values));
  const without = excludes.map(
    (text, at) =>
      `NOT EXISTS (SELECT FROM (${text}) AS x${at} (${columns}) WHERE x${at}.url = m.url AND x${at}.code = m.code)`,
  );
  const conditions = [...without, ...(set.inactive ? [] : ['m.active'])];
  return conditions.length === 0 ? all : `SELECT m.* FROM (${all}) AS m WHERE ${and(conditions)}`;
}
