import { isResourceType } from '../definition/shape.ts';
import { searchParameters as lines } from '../generated/search-parameters.ts';

export type SearchParameterType =
  | 'number'
  | 'date'
  | 'string'
  | 'token'
  | 'reference'
  | 'composite'
  | 'quantity'
  | 'uri'
  | 'special';

/** A base search parameter of one resource type, with the branches of its expression that speak of that type. */
export interface SearchParameterDefinition {
  code: string;
  type: SearchParameterType;
  url: string;
  expression: string;
  target?: string[];
  components?: { definition: SearchParameterDefinition; expression: string }[];
}

interface Line extends Omit<SearchParameterDefinition, 'components'> {
  component?: { definition: string; expression: string }[];
}

const ofType = new Map<string, ReadonlyMap<string, SearchParameterDefinition>>();

/** Every base search parameter of a resource type, `_id` and its like included; none of what is no type. */
export function searchParameters(type: string): readonly SearchParameterDefinition[] {
  return [...table(type).values()];
}

/** One base search parameter of a resource type by its code. */
export function searchParameter(type: string, code: string): SearchParameterDefinition | undefined {
  return table(type).get(code);
}

function table(type: string): ReadonlyMap<string, SearchParameterDefinition> {
  const known = ofType.get(type);
  if (known) return known;
  const made = isResourceType(type) ? load(type) : new Map();
  if (made.size > 0) ofType.set(type, made);
  return made;
}

function load(type: string): Map<string, SearchParameterDefinition> {
  const own = ['Resource', 'DomainResource', type].flatMap(base => JSON.parse(lines[base] ?? '[]') as Line[]);
  const byUrl = new Map(own.map(({ component: _, ...definition }) => [definition.url, definition]));
  const found = own.map(({ component, ...definition }): [string, SearchParameterDefinition] => {
    const components = component?.map(each => ({ ...each, definition: byUrl.get(each.definition)! }));
    return [definition.code, components ? { ...definition, components } : definition];
  });
  return new Map(found);
}
