import { compileBranches } from '../fhirpath/compile.ts';
import type { Context, Evaluate } from '../fhirpath/evaluation.ts';
import { FhirPathError } from '../fhirpath/lexer.ts';
import { type Collection, type Node, resourceNode } from '../fhirpath/node.ts';
import type { Resource } from '../resource.ts';
import type { SearchValue } from '../search-value.ts';
import { type SearchParameterDefinition, searchParameters } from './parameters.ts';
import { type Convert, converters } from './values.ts';

/** Makes the values of one parameter from the nodes its expression finds. */
type Emit = (node: Node, context: Context, into: SearchValue[]) => void;

interface Extractor {
  find: Evaluate;
  emits: Emit[];
}

/** Columns of their own in the store. */
const columns = new Set(['_id', '_lastUpdated']);
const extractors = new Map<string, readonly Extractor[]>();

/**
 * What a resource says for each base search parameter of its type (R4 3.1.1.4). A missing element gives no value,
 * `near` (special) gives none; `_id` and `_lastUpdated` are left to the store. Never throws on a valid resource.
 */
export function extract(resource: Resource): SearchValue[] {
  const node = resourceNode(resource);
  const focus = [node];
  const context: Context = { resource: node, rootResource: node, context: focus };
  const values: SearchValue[] = [];
  for (const { find, emits } of extractorsOf(resource.resourceType)) {
    const found = attempt(find, focus, context);
    for (const each of found) for (const emit of emits) emit(each, context, values);
  }
  return values;
}

/** Elements that are not as their definition says (only possible in what was never validated) give no value. */
function attempt(find: Evaluate, focus: Collection, context: Context): Collection {
  try {
    return find(focus, context);
  } catch (error) {
    if (error instanceof FhirPathError) return [];
    throw error;
  }
}

function extractorsOf(type: string): readonly Extractor[] {
  const known = extractors.get(type);
  if (known) return known;
  const made = build(type);
  if (made.length > 0) extractors.set(type, made);
  return made;
}

/** Parameters that read the same elements (`code`, `combo-code`) share one walk. */
function build(type: string): Extractor[] {
  const shared = new Map<string, { finds: Evaluate[]; emits: Emit[] }>();
  for (const definition of searchParameters(type)) {
    if (columns.has(definition.code) || definition.type === 'special') continue;
    const extractor = shared.get(definition.expression) ?? {
      finds: compileBranches(definition.expression),
      emits: [],
    };
    shared.set(definition.expression, extractor);
    extractor.emits.push(definition.components ? composite(definition) : plain(definition));
  }
  return [...shared.values()].flatMap(({ finds, emits }) => finds.map(find => ({ find, emits })));
}

function plain({ code, type }: SearchParameterDefinition): Emit {
  const convert = converters[type as keyof typeof converters] as Convert;
  return (node, _, into) => convert(node, code, into);
}

/** A value for each element that has all components, so that `code` and `value` of different ones never meet. */
function composite(definition: SearchParameterDefinition): Emit {
  const parts = definition.components!.map(({ definition: { code, type }, expression }) => {
    const convert = converters[type as keyof typeof converters] as Convert;
    return { code, convert, finds: compileBranches(expression) };
  });
  return (node, context, into) => {
    const components: SearchValue[][] = [];
    const focus = [node];
    for (const { code, convert, finds } of parts) {
      const values: SearchValue[] = [];
      for (const find of finds) for (const each of attempt(find, focus, context)) convert(each, code, values);
      if (values.length === 0) return;
      components.push(values);
    }
    into.push({ kind: 'composite', param: definition.code, components });
  };
}
