import { cloneJson, formatJson, keepDigits, parseJson, textOfNumber } from './decimal.ts';
import { type Property, propertyShape, type Shape } from './definition/shape.ts';
import { isObject, resourceShape } from './fhirpath/node.ts';
import { summaries } from './generated/summaries.ts';
import type { Meta, Resource } from './resource.ts';

/** Which part of a resource is asked for (R4 3.1.1.5.8, 3.1.1.5.9). */
export interface View {
  /** `true`: the elements of a summary; `text`: the narrative and what is mandatory; `data`: all but the narrative. */
  summary?: 'true' | 'text' | 'data';
  /** Names of elements of the resource itself. */
  elements?: readonly string[];
}

type Value = Record<string, unknown>;

const subsetted = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  code: 'SUBSETTED',
  display: 'Resource encoded in summary mode',
};

const flags = new Map<string, ReadonlySet<string>>();

/** The elements of a type that a summary holds. */
function flagged({ name }: Shape): ReadonlySet<string> {
  const known = flags.get(name);
  if (known) return known;
  const type = name.split('.', 1)[0]!;
  const lines = Object.hasOwn(summaries, type) ? JSON.parse(summaries[type]!) : {};
  const found = new Set<string>(lines[name]);
  flags.set(name, found);
  return found;
}

type Keeps = (name: string, property: Property) => boolean;

/** What any part of a resource says of itself, so that it may be read at all. */
const always = new Set(['id', 'meta', 'implicitRules', 'modifierExtension']);

const isMandatory = ({ element }: Property): boolean => element.min > 0;

function keepsOf({ summary, elements }: View, shape: Shape): Keeps {
  if (elements) {
    const asked = new Set(elements.map(name => name.split('.', 1)[0]!.replace('[x]', '')));
    return (name, property) => asked.has(name) || asked.has(property.key) || isMandatory(property);
  }
  if (summary === 'text') return (name, property) => name === 'text' || isMandatory(property);
  if (summary === 'data') return name => name !== 'text';
  return (name, property) => flagged(shape).has(name) || isMandatory(property);
}

/** The values of one property; within a summary, the summary of each. */
function inner(value: unknown, property: Property, summary: boolean): unknown {
  if (Array.isArray(value)) return value.map(item => inner(item, property, summary));
  const shape = propertyShape(property);
  if (!summary || !isObject(value) || shape.kind === 'primitive' || shape.name === 'Resource') return value;
  const kept = part(value, shape, (name, one) => flagged(shape).has(name) || isMandatory(one), true);
  // An element that the definitions mark and none of whose own elements they do (Consent.provision) stays whole.
  return Object.keys(kept).length > 0 ? kept : value;
}

function part(value: Value, shape: Shape, keeps: Keeps, summary: boolean): Value {
  const kept: Value = {};
  for (const [key, item] of Object.entries(value)) {
    const property = shape.properties.get(key.replace(/^_/, ''));
    const name = property?.element.name ?? key;
    if (property ? !keeps(name, property) && !always.has(name) : key !== 'resourceType') continue;
    kept[key] = property && !key.startsWith('_') ? inner(item, property, summary) : item;
    if (typeof item === 'number') keepDigits(kept, key, textOfNumber(value, key, item));
  }
  return kept;
}

function tagged(meta: Meta | undefined): Meta {
  const tag = (meta?.tag ?? []).filter(
    ({ system, code }) => system !== subsetted.system || code !== subsetted.code,
  );
  return { ...meta, tag: [...tag, subsetted] };
}

/**
 * A part of a resource, marked as one (`SUBSETTED`): mandatory elements stay, and what says how to read the rest.
 * Pure; the resource that is given stays as it is.
 */
export function subset(resource: Resource, view: View): Resource {
  const shape = resourceShape(resource);
  const kept = part(resource, shape, keepsOf(view, shape), view.summary === 'true');
  return cloneJson({ ...kept, meta: tagged(resource.meta) }) as Resource;
}

/** `subset` of a resource in JSON. */
export const subsetJson = (json: string, view: View): string =>
  formatJson(subset(parseJson(json) as Resource, view));
