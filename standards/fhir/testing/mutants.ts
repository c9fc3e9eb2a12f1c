import { type Property, propertyShape, type Shape } from '../definition/shape.ts';
import { isObject, resourceShape } from '../fhirpath/node.ts';
import { valueSet } from '../validation/value-set.ts';

/** A resource with one thing wrong, and the FHIRPath of the place where that must be said. */
export interface Mutant {
  kind:
    | 'dropped'
    | 'wrong type'
    | 'unknown'
    | 'bad code'
    | 'bad date'
    | 'bad primitive'
    | 'not a list'
    | 'a list'
    | 'broken rule'
    | 'two choices'
    | 'wrong target'
    | 'empty'
    | 'null';
  path: string;
  resource: unknown;
}

interface Place {
  parent: Record<string, unknown>;
  key: string;
  property: Property;
  /** Path of the element, without the index of what repeats. */
  path: string;
}

/** Every mutant of a resource: one for each place where its kind of mistake can be made. */
export function mutantsOf(resource: unknown): Mutant[] {
  const count = placesOf(resource).length;
  const mutants: Mutant[] = [];
  for (let at = 0; at < count; at++) {
    for (const [kind, mutate] of Object.entries(mutations)) {
      const copy = structuredClone(resource);
      const place = placesOf(copy)[at]!;
      const path = mutate(place);
      if (path !== undefined) mutants.push({ kind: kind as Mutant['kind'], path, resource: copy });
    }
  }
  return mutants;
}

function placesOf(resource: unknown): Place[] {
  const places: Place[] = [];
  if (isObject(resource)) collect(resource, resourceShape(resource), resourceShape(resource).name, places);
  return places;
}

function collect(parent: Record<string, unknown>, shape: Shape, path: string, into: Place[]) {
  for (const key of Object.keys(parent)) {
    const property = shape.properties.get(key);
    if (!property) continue;
    const here = `${path}.${property.element.name}`;
    into.push({ parent, key, property, path: here });
    const value = parent[key];
    const declared = propertyShape(property);
    const items = Array.isArray(value) ? value : [value];
    items.forEach((item, at) => {
      if (!isObject(item)) return;
      const own = declared.name === 'Resource' ? resourceShape(item) : declared;
      collect(item, own, Array.isArray(value) ? `${here}[${at}]` : here, into);
    });
  }
}

/** Each changes a place and tells where the mistake is; undefined where it cannot be made. */
const mutations: Record<Mutant['kind'], (place: Place) => string | undefined> = {
  dropped({ parent, key, property, path }) {
    if (property.element.min === 0 || `_${key}` in parent) return undefined;
    delete parent[key];
    return path;
  },
  'wrong type'({ parent, key, path }) {
    const value = parent[key];
    const wrong = (item: unknown) => (typeof item === 'object' ? 'text' : { text: item });
    parent[key] = Array.isArray(value) ? value.map(wrong) : wrong(value);
    return path;
  },
  unknown({ parent, key, path }) {
    if (key !== Object.keys(parent).find(each => each !== 'resourceType')) return undefined;
    parent.invented = 'x';
    return `${path.slice(0, path.lastIndexOf('.'))}.invented`;
  },
  'bad code'({ parent, key, property, path }) {
    if (property.type !== 'code' || !property.valueSet || !valueSet(property.valueSet)) return undefined;
    parent[key] = Array.isArray(parent[key]) ? ['no-such-code'] : 'no-such-code';
    return path;
  },
  'bad date'({ parent, key, property, path }) {
    if (!['date', 'dateTime', 'instant'].includes(property.type)) return undefined;
    parent[key] = Array.isArray(parent[key]) ? ['2024-02-30'] : '2024-02-30';
    return path;
  },
  'bad primitive'({ parent, key, property, path }) {
    const bad = badValues[property.type];
    if (bad === undefined) return undefined;
    parent[key] = Array.isArray(parent[key]) ? [bad] : bad;
    return path;
  },
  'not a list'({ parent, key, path }) {
    if (!Array.isArray(parent[key]) || `_${key}` in parent) return undefined;
    [parent[key]] = parent[key] as unknown[];
    return path;
  },
  'a list'({ parent, key, path }) {
    if (Array.isArray(parent[key]) || `_${key}` in parent) return undefined;
    parent[key] = [parent[key]];
    return path;
  },
  'broken rule'({ parent, key, property, path }) {
    const broken = brokenRules[property.type];
    if (broken === undefined) return undefined;
    parent[key] = Array.isArray(parent[key]) ? [broken] : broken;
    return path;
  },
  'two choices'({ parent, key, property, path }) {
    const other = property.element.properties.find(each => each.key !== key && each.type === 'string');
    if (!other) return undefined;
    parent[other.key] = 'another';
    return path;
  },
  'wrong target'({ parent, key, property, path }) {
    if (property.type !== 'Reference' || property.targets.length === 0) return undefined;
    const wrong = { reference: property.targets.includes('Basic') ? 'Linkage/1' : 'Basic/1' };
    parent[key] = Array.isArray(parent[key]) ? [wrong] : wrong;
    return path;
  },
  empty({ parent, key, path }) {
    parent[key] = Array.isArray(parent[key]) ? [] : typeof parent[key] === 'object' ? {} : '';
    return path;
  },
  null({ parent, key, path }) {
    parent[key] = Array.isArray(parent[key]) ? [null] : null;
    return `_${key}` in parent ? undefined : path;
  },
};

/** A value that the form of each primitive forbids. */
const badValues: Readonly<Record<string, unknown>> = {
  base64Binary: 'a$b=',
  boolean: 'true',
  canonical: 'a b',
  code: ' x  y ',
  date: '2024-5-2',
  dateTime: '2024-05-02T10:00',
  decimal: '1.0',
  id: 'a_b',
  instant: '2024-05-02',
  integer: 1.5,
  markdown: 7,
  oid: 'urn:oid:3.1',
  positiveInt: 0,
  string: 7,
  time: '25:00:00',
  unsignedInt: -1,
  uri: 'a b',
  url: 'a b',
  uuid: 'urn:uuid:X',
  xhtml: '<p>x</p>',
};

/** A value that is well formed and breaks a rule of its type. */
const brokenRules: Readonly<Record<string, object>> = {
  Attachment: { data: 'AAAA' },
  ContactPoint: { value: '819-555-0100' },
  Extension: { url: 'urn:x', valueString: 'x', extension: [{ url: 'urn:y', valueString: 'y' }] },
  Narrative: {
    status: 'generated',
    div: '<div xmlns="http://www.w3.org/1999/xhtml"><script>x</script></div>',
  },
  Period: { start: '2024-05-03', end: '2024-05-02' },
  Quantity: { value: 1, code: 'mg' },
  Range: { low: { value: 2 }, high: { value: 1 } },
  Ratio: { numerator: { value: 1 } },
  Reference: { reference: '#nowhere' },
  Timing: { repeat: { duration: 1 } },
};
