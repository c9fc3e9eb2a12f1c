import { cloneJson, copyDecimals } from '../decimal.ts';
import { addTo, type Item } from '../definition/items.ts';
import { type Property, propertyShape, type Shape } from '../definition/shape.ts';
import { isObject } from '../fhirpath/node.ts';
import { PatchError } from './patch-error.ts';

/** `Parameters.parameter`, or one of its parts. */
export interface Part {
  name?: string;
  part?: Part[];
  resource?: unknown;
  [value: string]: unknown;
}

/** A value with the name of its type; undefined for one that is written part by part. */
export interface Given extends Item {
  type?: string;
}

const lower = (type: string): string => type[0]!.toLowerCase() + type.slice(1);

/** The value of `value[x]`, with the digits of a decimal. */
function ofChoice(part: Part): Given | undefined {
  const key = Object.keys(part)
    .find(name => /^_?value[A-Z]/.test(name))
    ?.replace(/^_/, '');
  if (key === undefined) return undefined;
  const holder = { value: cloneJson(part[key]) };
  copyDecimals(part, key, holder, 'value');
  return { value: holder.value, sibling: part[`_${key}`], type: key.slice(5), holder };
}

/** Which property of an element a value goes to: the one of its type, where the definition leaves a choice. */
export function propertyFor(shape: Shape, name: string, given: Given, at: string): Property {
  const element = shape.elements.get(name);
  const named = element ? element.properties : [shape.properties.get(name)].filter(one => one !== undefined);
  const { type } = given;
  const fits = ({ type: one }: Property) => type !== undefined && [type, lower(type)].includes(one);
  const found = named.length === 1 ? named[0] : named.find(fits);
  if (found) return found;
  const text =
    named.length > 1 ? `${name} takes no ${type ?? 'such value'}.` : `${shape.name} has no element ${name}.`;
  throw new PatchError(at, text);
}

/**
 * The value of an operation: `value[x]`, a resource, or the elements of a type that has no value[x], each a part
 * of its own (R4 FHIRPath Patch).
 * @throws PatchError
 */
export function toGiven(part: Part, shapeFor: (given: Given) => Shape, at: string): Given {
  const given =
    ofChoice(part) ?? (part.resource === undefined ? undefined : { value: cloneJson(part.resource) });
  if (given) return given;
  if (!Array.isArray(part.part)) throw new PatchError(at, 'The value is missing.');
  const shape = shapeFor({ value: undefined });
  const value: Record<string, unknown> = {};
  part.part.forEach((child, i) => {
    const where = `${at}.part[${i}]`;
    if (!isObject(child) || typeof child.name !== 'string') throw new PatchError(where, 'name is missing.');
    const { name } = child as Part;
    const inner = toGiven(child as Part, one => propertyShape(propertyFor(shape, name!, one, where)), where);
    addTo(value, propertyFor(shape, name!, inner, where), inner);
  });
  return { value };
}
