import { isResourceType, type Property } from '../definition/shape.ts';
import { isObject } from '../fhirpath/node.ts';
import { containedResources } from '../fhirpath/resolve.ts';
import { parseReference } from '../reference.ts';
import { report, type Visit } from './visit.ts';

/** Checks where a Reference leads: to a resource of R4, of a type that the element allows. */
export function checkTarget(value: unknown, { targets, errata }: Property, visit: Visit): void {
  if (!isObject(value)) return;
  const { reference, type } = value;
  const found = typeof reference === 'string' ? referenceType(reference, visit) : undefined;
  if (typeof type === 'string' && found && isResourceType(type) && type !== found) {
    report(visit, 'value', `The type says ${type} but the reference leads to ${found}; make them agree.`);
  }
  const actual = found ?? (typeof type === 'string' && isResourceType(type) ? type : undefined);
  if (!actual || targets.length === 0 || targets.includes(actual)) return;
  if (errata.includes(actual)) {
    const words = `R4 allows no reference to ${actual} here, but its own example makes one; it is accepted.`;
    report(visit, 'business-rule', words, 'warning');
  } else {
    report(visit, 'value', `A reference to ${actual} is not allowed here; refer to ${targets.join(', ')}.`);
  }
}

/** The type that a reference names; a relative one that names none is a mistake. */
function referenceType(reference: string, visit: Visit): string | undefined {
  if (reference.startsWith('#')) return containedType(reference.slice(1), visit);
  const parts = parseReference(reference);
  if (parts) return parts.type;
  const conditional = /^([A-Za-z]+)\?/.exec(reference)?.[1];
  if (conditional && isResourceType(conditional)) return conditional;
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:/.test(reference)) {
    report(
      visit,
      'value',
      `"${reference.slice(0, 80)}" is no reference; write [type]/[id] with a resource type of R4.`,
    );
  }
  return undefined;
}

/** That the contained resource exists is the rule ref-1. */
function containedType(id: string, { context }: Visit): string | undefined {
  return id === '' ? context.rootResource.shape.name : containedResources(context).get(id)?.shape.name;
}
