/** The parts of a StructureDefinition, ValueSet, CodeSystem or SearchParameter that the generator reads. */
export interface Definition {
  resourceType: string;
  id: string;
  url: string;
  name: string;
  version?: string;
  kind?: string;
  abstract?: boolean;
  derivation?: string;
  fhirVersion?: string;
  baseDefinition?: string;
  snapshot?: { element: Element[] };
  [key: string]: unknown;
}

export interface Element {
  path: string;
  min: number;
  max: string;
  isSummary?: boolean;
  contentReference?: string;
  type?: { code: string; profile?: string[]; targetProfile?: string[] }[];
  binding?: { strength: string; valueSet?: string };
  constraint?: Constraint[];
}

export interface Constraint {
  key: string;
  severity: string;
  human: string;
  expression?: string;
}

const generic = /\.(id|extension|modifierExtension)$/;
const quantities = new Set(['Age', 'Count', 'Distance', 'Duration']);

/**
 * The StructureDefinitions of R4 itself. The package adds elements of its maker's own and of later
 * releases (`Binary.url`, `Meta.project`, most of `ResearchStudy`); its file of data elements is the
 * untouched R4, so an element counts only when that file knows it, and that file's definition wins.
 */
export function realStructures(definitions: Definition[], dataElements: Definition[]): Definition[] {
  const real = new Map<string, Element>();
  for (const { snapshot } of dataElements) real.set(snapshot!.element[0]!.path, snapshot!.element[0]!);
  const parents = new Set([...real.keys()].flatMap(ancestors));
  return definitions
    .filter(each => each.resourceType === 'StructureDefinition' && each.fhirVersion === '4.0.1')
    .filter(each => each.kind !== 'logical')
    .map(each => (each.derivation === 'constraint' ? each : corrected(each, real, parents)));
}

function corrected(definition: Definition, real: Map<string, Element>, parents: Set<string>): Definition {
  const kept = new Set<string>();
  const element: Element[] = [];
  for (const each of definition.snapshot!.element) {
    if (!isReal(each, real, parents, kept)) continue;
    kept.add(each.path);
    const constraint = each.constraint?.filter(rule => !foreignConstraints.has(rule.key));
    element.push({ ...merged(each, real.get(each.path)), constraint });
  }
  for (const [path, each] of real) if (isMissing(path, definition.name, kept)) element.push(each);
  return { ...definition, snapshot: { element } };
}

function isReal(each: Element, real: Map<string, Element>, parents: Set<string>, kept: Set<string>): boolean {
  const parent = each.path.slice(0, each.path.lastIndexOf('.'));
  if (!each.path.includes('.')) return true;
  if (!kept.has(parent)) return false;
  if (real.has(each.path) || parents.has(each.path) || generic.test(each.path)) return true;
  if (each.contentReference) return true;
  // Identifiers of data elements are cut at 64 characters, so the longest paths collide and are lost there.
  return each.path.length > 58 || quantities.has(parent);
}

/** A rule on elements of a later release. */
const foreignConstraints = new Set(['evv-1']);

/** Constraints are kept from the structure (data elements carry none); the rest is R4's own. */
function merged(each: Element, real: Element | undefined): Element {
  if (!real || each.path === 'Quantity.comparator') return each;
  const { min, max, type, binding, isSummary = each.isSummary } = real;
  return { ...each, min, max, type, binding, isSummary };
}

function isMissing(path: string, type: string, kept: Set<string>): boolean {
  return path.startsWith(`${type}.`) && !kept.has(path) && kept.has(path.slice(0, path.lastIndexOf('.')));
}

function ancestors(path: string): string[] {
  const steps = path.split('.');
  return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join('.'));
}
