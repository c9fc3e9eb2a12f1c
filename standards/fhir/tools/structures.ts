import type { Constraint, Definition, Element } from './real-structures.ts';

interface Lines {
  types: Record<string, unknown>;
  invariants: Record<string, unknown>;
  bindings: Set<string>;
}

/** `ele-1` is what the structural check says itself of every element. */
const structural = new Set(['ele-1']);
const prefix = 'http://hl7.org/fhir/StructureDefinition/';

/** Compact lines: one per type, one per distinct invariant, and the value sets that are required. */
export function structureLines(definitions: Definition[]): Lines {
  const lines: Lines = { types: {}, invariants: {}, bindings: new Set() };
  const ofType = new Map(definitions.map(each => [each.name, rootKeys(each)]));
  for (const definition of definitions) {
    lines.types[definition.name] = typeLine(definition, ofType, lines);
  }
  return lines;
}

function rootKeys(definition: Definition): Set<string> {
  return new Set(definition.snapshot!.element[0]!.constraint?.map(each => each.key));
}

function typeLine(definition: Definition, ofType: Map<string, Set<string>>, lines: Lines) {
  const [root, ...elements] = definition.snapshot!.element as [Element, ...Element[]];
  const groups: Record<string, unknown[]> = {};
  if (definition.kind !== 'primitive-type' && definition.derivation !== 'constraint') {
    for (const element of elements) addElement(groups, element, definition, ofType, lines);
  }
  return {
    kind: definition.kind === 'complex-type' ? 'complex' : definition.kind!.replace('-type', ''),
    ...(definition.abstract ? { abstract: true } : {}),
    ...(definition.derivation === 'constraint' ? { profile: true } : {}),
    base: definition.baseDefinition?.replace(prefix, ''),
    invariants: (root.constraint ?? []).flatMap(each => invariant(each, definition.name, lines)),
    elements: groups,
  };
}

function addElement(
  groups: Record<string, unknown[]>,
  element: Element,
  definition: Definition,
  ofType: Map<string, Set<string>>,
  lines: Lines,
) {
  const cut = element.path.lastIndexOf('.');
  const group = element.path.slice(0, cut);
  const types = element.contentReference
    ? [element.contentReference]
    : element.type!.map(each => typeText(each, element.path, definition));
  const known = ofType.get(element.type?.[0]?.code ?? '') ?? new Set();
  const own = (element.constraint ?? []).filter(each => !known.has(each.key));
  const keys = own.flatMap(each => invariant(each, definition.name, lines));
  const valueSet = requiredValueSet(element);
  if (valueSet) lines.bindings.add(valueSet);
  groups[group] ??= [];
  groups[group].push([
    element.path.slice(cut + 1),
    element.min,
    element.max,
    types.join(' '),
    ...(valueSet || keys.length ? [valueSet ?? ''] : []),
    ...(keys.length ? [keys] : []),
  ]);
}

function requiredValueSet(element: Element): string | undefined {
  if (element.binding?.strength !== 'required') return undefined;
  return element.binding.valueSet?.split('|')[0];
}

/** `Reference(Patient,Group)`, `Quantity:SimpleQuantity`, `code`. */
function typeText(type: NonNullable<Element['type']>[number], path: string, definition: Definition): string {
  const name = systemType(type.code, path, definition);
  const targets =
    type.code === 'Reference' ? (type.targetProfile ?? []).map(each => each.replace(prefix, '')) : [];
  if (targets.length > 0) return `${name}(${targets.join(',')})`;
  if (type.profile) return `${name}:${type.profile[0]!.replace(prefix, '')}`;
  return name;
}

function systemType(code: string, path: string, definition: Definition): string {
  if (!code.startsWith('http://hl7.org/fhirpath/')) return code;
  if (path.endsWith('.url')) return 'uri';
  return path.split('.').length === 2 && definition.kind === 'resource' ? 'id' : 'string';
}

/** Keys are unique but for `inv-1`, which several types use for rules of their own. */
function invariant(constraint: Constraint, type: string, lines: Lines): string[] {
  if (constraint.severity !== 'error' || structural.has(constraint.key) || !constraint.expression) return [];
  const { key, expression, human } = constraint;
  for (const name of [key, `${key}@${type}`]) {
    const known = lines.invariants[name] as { expression: string } | undefined;
    if (known?.expression === expression) return [name];
    if (known) continue;
    lines.invariants[name] = { expression, human };
    return [name];
  }
  throw new Error(`Two invariants ${key} in ${type}`);
}
