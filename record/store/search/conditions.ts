import { resourceTypes, searchParameter } from '@continuum/standards-fhir';
import { mayTellIdentity } from '@continuum/trust-access';
import { token } from '../token.ts';
import type { Whose } from '../visible-rows.ts';
import { inCompartment } from './compartment.ts';
import { alternatives } from './escape.ts';
import { filter } from './filter.ts';
import { usagersNamed } from './reference.ts';
import type { Request } from './request.ts';
import { definitionOf, keysOf, type Scope } from './scope.ts';
import { type TokenTest, textsOf, tokenTest } from './token.ts';

/** Where rows are looked for. */
export interface Place {
  /** What holds of its rows, and of no other place's. */
  at: readonly string[];
  /** Whom all of them concern, when it is one person. */
  whose?: Whose;
}

/** What a search asks of its rows. */
export interface Conditions {
  scope: Scope;
  /**
   * Where rows are looked for, one place at least, disjoint: each is read in the order of its own index, and only
   * as far as the page goes.
   */
  places: Place[];
  /** What holds of all of them. */
  where: string[];
}

/** The usagers in whose records all matches lie, when a filter names them. */
function usagersOf(scope: Scope, [name, value]: readonly [string, string]): string[] | undefined {
  // A Patient is in its own record, whatever it refers to.
  if (scope.types.length === 0 || scope.types.includes('Patient')) return undefined;
  if (name.includes('.') || name.startsWith('_')) return undefined;
  const [code = '', modifier] = name.split(':');
  const definition = definitionOf(scope, code);
  return definition.type === 'reference'
    ? usagersNamed(definition, modifier, alternatives(value))
    : undefined;
}

/**
 * Rows of one usager's record: an index range, and the few that concern several. The value of the second is taken from
 * a sub-select so that no plan depends on it: the planner would expect other rows of each, and plan each time.
 */
function placesOf({ alias, s, types: searched }: Scope, usager: string, types: Types): Place[] {
  const whom = s.param(usager, 'text');
  const covered = searched.length > 0 && !searched.some(mayTellIdentity);
  const whose: Whose = { usager: whom, ...(covered && { covered }) };
  const shared = `${alias}.others @> ARRAY[(SELECT ${whom})] AND ${alias}.owner <> ${whom}`;
  return [
    { at: [`${alias}.owner = ${whom}`, ...types.indexed], whose: { ...whose, owner: true } },
    { at: [shared, ...types.tested], whose },
  ];
}

function inRecordsOf({ alias, s }: Scope, usagers: readonly string[]): string {
  const several = s.param(usagers, 'text[]');
  return `(${alias}.owner = ANY (${several}) OR ${alias}.others && ${several})`;
}

/** Columns that every row has an index of, once its type is known. */
const byColumn = new Set(['_id', '_lastUpdated']);

/** The types, all of them written out where that makes an index usable. */
function typesOf({ types }: Scope, { filters }: Request): readonly string[] {
  return types.length === 0 && filters.some(([name]) => byColumn.has(name)) ? resourceTypes : types;
}

type Types = Record<'indexed' | 'tested', string[]>;

function ofTypes({ alias, s }: Scope, types: readonly string[]): Types {
  if (types.length === 0) return { indexed: [], tested: [] };
  const among = types.length === 1 ? s.param(types[0], 'text') : `ANY (${s.param(types, 'text[]')})`;
  // Of rows found already the type is a test: a whole type's index is never read beside a better one.
  return { indexed: [`${alias}.type = ${among}`], tested: [`(${alias}.type || '') = ${among}`] };
}

/** Where the rows lie. */
interface Places {
  places: Place[];
  anchored: boolean;
}

/** The first identifier that a request names with its system. */
function identifierOf({ types }: Scope, { filters }: Request): TokenTest | undefined {
  if (types.length !== 1 || !searchParameter(types[0]!, 'identifier')) return undefined;
  return filters
    .filter(([name]) => name === 'identifier')
    .map(([name, value]) => alternatives(value).map(each => tokenTest(name, each)))
    .find(tests => tests.length === 1 && tests[0]!.system && tests[0]!.code)?.[0];
}

/** An identifier with its system is nearly one row's own: whatever its value, the inverted index gives few. */
function keyOfRow(scope: Scope, request: Request): string[] | undefined {
  const test = identifierOf(scope, request);
  if (!test) return undefined;
  const texts = keysOf(scope, 'identifier').flatMap(key => textsOf(key, test));
  return [
    `${scope.alias}.tokens @> (SELECT ${scope.s.param(`{${texts.map(token).join(',')}}`, 'bigint[]')})`,
  ];
}

/** What is in a usager's compartment is in their record. */
function usagersOfRequest(scope: Scope, { compartment, filters }: Request): string[] | undefined {
  if (compartment?.type === 'Patient') return [compartment.id];
  return filters.map(parameter => usagersOf(scope, parameter)).find(named => named !== undefined);
}

function placesOfRequest(scope: Scope, request: Request): Places {
  const types = ofTypes(scope, typesOf(scope, request));
  const usagers = usagersOfRequest(scope, request);
  const [only, ...more] = usagers ?? [];
  if (only !== undefined && more.length > 0)
    return { places: [{ at: [...types.indexed, inRecordsOf(scope, usagers!)] }], anchored: true };
  if (only !== undefined) return { places: placesOf(scope, only, types), anchored: true };
  const key = keyOfRow(scope, request);
  if (key) return { places: [{ at: [...key, ...types.tested] }], anchored: true };
  return {
    places: [{ at: types.indexed }],
    anchored: request.filters.some(([name]) => name === '_id'),
  };
}

/** Compiles what a request asks of the rows of a scope. Throws `SearchProblem`. */
export function conditionsOf(scope: Scope, request: Request): Conditions {
  const { places, anchored } = placesOfRequest(scope, request);
  const inner = { ...scope, anchored };
  const within = request.compartment ? [inCompartment(inner, request.compartment)] : [];
  return {
    scope: inner,
    places,
    where: [...within, ...request.filters.map(([name, value]) => filter(inner, name, value))],
  };
}
