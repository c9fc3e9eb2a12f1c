import {
  compartmentParts,
  type Resource,
  searchParameter,
  searchParameters,
} from '@continuum/standards-fhir';
import { evalFhirPathTyped, type FhirPathAtom, LRUCache, type TypedValue, toTypedValue } from '@medplum/core';
import {
  cut,
  datesOf,
  type Found,
  fields,
  near,
  oneMatches,
  plain,
  plainly,
  referencesOf,
  stringsOf,
  texts,
  tokensOf,
  ucum,
  units,
} from './values.ts';

/**
 * The specification's search (R4 3.1.1), word for word and row by row, over resources in memory: plain code that
 * shares nothing with the compilation into SQL, and evaluates the parameters' expressions with another FHIRPath.
 */
export type Identified = Resource & { id: string };
export type Parameter = readonly [string, string];

/** A search: of which types, in whose compartment, with what. */
interface Asked {
  types: readonly string[];
  compartment?: { type: string; id: string } | undefined;
  parameters: readonly Parameter[];
}

/** Each expression is parsed once. */
const parsed = new LRUCache<FhirPathAtom>(1000);
const evaluate = (expression: string, focus: TypedValue): Found[] =>
  evalFhirPathTyped(expression, [focus], {}, parsed);
/** All resources that exist for the one who asks, and what their parameters find, once. */
export function createOracle(resources: readonly Identified[]) {
  const byKey = new Map(resources.map(resource => [`${resource.resourceType}/${resource.id}`, resource]));
  const known = new Map<string, Found[]>();
  const reached = new Map<string, Identified[]>();

  function expressionOf(type: string, code: string): string {
    return (searchParameter(type, code)?.expression ?? '').replaceAll(/\bResource\./g, `${type}.`);
  }

  function find(resource: unknown, expression: string, type: string): Found[] {
    return expression
      .split(' | ')
      .flatMap(each => evaluate(each, { type, value: resource }))
      .filter(({ value }) => value !== undefined);
  }

  function valuesOf(resource: Identified, code: string): Found[] {
    const key = `${resource.resourceType}/${resource.id} ${code}`;
    const made = known.get(key);
    if (made) return made;
    const expression = expressionOf(resource.resourceType, code);
    const found =
      expression === ''
        ? []
        : expression.split(' | ').flatMap(each => evaluate(each, toTypedValue(resource)));
    known.set(key, found);
    return found;
  }

  function referenceMatches(
    resource: Identified,
    code: string,
    modifier: string | undefined,
    value: string,
  ): boolean {
    const targets = searchParameter(resource.resourceType, code)?.target ?? [];
    if (modifier === 'identifier') {
      const [first, second] = cut(value, '|').map(plainly);
      return valuesOf(resource, code).some(found => {
        const { system, value: number } = fields(fields(found.value).identifier);
        if (second === undefined) return number === first;
        return number === second && (first === '' ? system === undefined : system === first);
      });
    }
    const meant = value.includes('/')
      ? [value]
      : (modifier ? [modifier] : targets).map(type => `${type}/${value}`);
    return valuesOf(resource, code)
      .flatMap(referencesOf)
      .some(reference => meant.includes(reference));
  }

  function compositeMatches(resource: Identified, code: string, value: string): boolean {
    const { expression = '', components = [] } = searchParameter(resource.resourceType, code) ?? {};
    const values = cut(value, '$');
    return find(resource, expression, resource.resourceType).some(element =>
      components.every(({ definition, expression: path }, at) =>
        path
          .split(' | ')
          .flatMap(each => evaluate(each, element))
          .some(found => oneMatches(definition.type, definition.code, found, undefined, values[at]!)),
      ),
    );
  }

  function plainMatches(resource: Identified, name: string, value: string): boolean {
    const [code = '', modifier] = name.split(':');
    if (code === '_id') return cut(value, ',').includes(resource.id);
    const { type = '' } = searchParameter(resource.resourceType, code) ?? {};
    if (modifier === 'missing') return (valuesOf(resource, code).length === 0) === (value === 'true');
    if (modifier === 'not') return !plainMatches(resource, code, value);
    return cut(value, ',').some(each => {
      if (type === 'reference') return referenceMatches(resource, code, modifier, each);
      if (type === 'composite') return compositeMatches(resource, code, each);
      return valuesOf(resource, code).some(found => oneMatches(type, code, found, modifier, each));
    });
  }

  /** What a resource refers to by a parameter, as far as it exists. */
  function targetsOf(resource: Identified, code: string): Identified[] {
    const key = `${resource.resourceType}/${resource.id} ${code}`;
    const made = reached.get(key);
    if (made) return made;
    const references = new Set(valuesOf(resource, code).flatMap(referencesOf));
    const found = [...references].map(each => byKey.get(each)).filter(each => each !== undefined);
    reached.set(key, found);
    return found;
  }

  const knows = (type: string, name: string): boolean =>
    name.startsWith('_has:') || searchParameter(type, name.split(/[.:]/)[0]!) !== undefined;

  function matches(resource: Identified, name: string, value: string): boolean {
    if (name.startsWith('_has:')) {
      const [, type, code, ...rest] = name.split(':');
      const refers = resources.filter(
        other => other.resourceType === type && targetsOf(other, code!).includes(resource),
      );
      return refers.some(other => matches(other, rest.join(':'), value));
    }
    const dot = name.indexOf('.');
    if (dot < 0) return plainMatches(resource, name, value);
    const [code = '', type] = name.slice(0, dot).split(':');
    const rest = name.slice(dot + 1);
    const targets = targetsOf(resource, code).filter(
      target => (type === undefined || target.resourceType === type) && knows(target.resourceType, rest),
    );
    return targets.some(target => matches(target, rest, value));
  }

  /** Of several values the first in the order asked; nothing when there is none. */
  function sortValue(resource: Identified, code: string, descending: boolean): string | number | undefined {
    if (code === '_id') return resource.id;
    if (code === '_type') return resource.resourceType;
    const { type = '' } = searchParameter(resource.resourceType, code) ?? {};
    const values = valuesOf(resource, code).flatMap((found): (string | number)[] => {
      switch (type) {
        case 'date':
          // A period without a start has none to sort by.
          return datesOf(found)
            .map(([low]) => low)
            .filter(Number.isFinite);
        case 'number':
          return [found.value as number];
        case 'quantity': {
          const { value, system, code: unit } = fields(found.value);
          if (typeof value !== 'number') return [];
          const factor = system === ucum ? (units[String(unit)]?.[1] ?? 1) : 1;
          return [near(value * factor)];
        }
        case 'token':
          return tokensOf(found, code).flatMap(({ code: own }) => texts(own));
        case 'string':
          return stringsOf(found).map(plain);
        default:
          return referencesOf(found);
      }
    });
    const sorted = values.sort(compare);
    return descending ? sorted.at(-1) : sorted[0];
  }

  function compare(a: string | number, b: string | number): number {
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
  }

  function compareBy(sort: readonly string[], a: Identified, b: Identified): number {
    for (const item of [...sort, '_type', '_id']) {
      const [code, down] = [item.replace(/^-/, ''), item.startsWith('-')];
      const [x, y] = [sortValue(a, code, down), sortValue(b, code, down)];
      if (x === y) continue;
      if (x === undefined || y === undefined) return x === undefined ? 1 : -1;
      const order = compare(x, y);
      if (order !== 0) return down ? -order : order;
    }
    return 0;
  }

  const inOrder = (rows: readonly Identified[], sort: readonly string[]): Identified[] =>
    [...rows].sort((a, b) => compareBy(sort, a, b));

  function included(rows: readonly Identified[], name: string, value: string): Identified[] {
    const [source = '', code = '', target] = value.split(':');
    if (name.startsWith('_include')) {
      const codes =
        code === '*'
          ? searchParameters(source)
              .filter(({ type }) => type === 'reference')
              .map(each => each.code)
          : [code];
      return rows
        .filter(row => row.resourceType === source)
        .flatMap(row => codes.flatMap(each => targetsOf(row, each)))
        .filter(row => target === undefined || row.resourceType === target);
    }
    return resources.filter(
      other => other.resourceType === source && targetsOf(other, code).some(each => rows.includes(each)),
    );
  }

  /** R4 CompartmentDefinition: what refers to it by one of the parameters named, and it itself where that is said. */
  function isIn({ type, id }: { type: string; id: string }, resource: Identified): boolean {
    const { codes = [], self = false } = compartmentParts(type)?.get(resource.resourceType) ?? {};
    const isIt = resource.resourceType === type && resource.id === id;
    const refers = (code: string) => valuesOf(resource, code).flatMap(referencesOf).includes(`${type}/${id}`);
    return (self && isIt) || codes.some(refers);
  }

  /** What a search finds, in its order; then what comes along, by type and id. */
  function search({ types, compartment, parameters }: Asked) {
    const isInclude = ([name]: Parameter) => /^_(rev)?include/.test(name);
    const filters = parameters.filter(([name]) => name !== '_sort' && !/^_(rev)?include/.test(name));
    const sort = parameters.find(([name]) => name === '_sort')?.[1].split(',') ?? [];
    const rows = resources.filter(
      row =>
        types.includes(row.resourceType) &&
        (compartment === undefined || isIn(compartment, row)) &&
        filters.every(([name, value]) => matches(row, name, value)),
    );
    const asked = parameters.filter(isInclude);
    const along = new Set(asked.flatMap(([name, value]) => included(rows, name, value)));
    for (let before = -1; before < along.size; ) {
      before = along.size;
      const iterated = asked.filter(([name]) => name.endsWith(':iterate'));
      for (const [name, value] of iterated)
        for (const each of included([...along], name, value)) along.add(each);
    }
    const keyOf = ({ resourceType, id }: Identified) => `${resourceType}/${id}`;
    return {
      total: rows.length,
      matches: inOrder(rows, sort).map(keyOf),
      included: [...along]
        .filter(each => !rows.includes(each))
        .map(keyOf)
        .sort(),
    };
  }

  return { search };
}
