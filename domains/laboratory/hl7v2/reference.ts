import type { Identifier, Reference } from '@continuum/standards-fhir';
import { eachRepetition, read, type Segment } from '@continuum/standards-hl7v2';
import { namingSystem } from './coding.ts';
import type { Context } from './context.ts';

/** Reads the three parts of an HD, whether it is a field of its own or a component. */
function authority(segment: Segment, path: string, context: Context): string {
  const part = (n: number) => read(segment, `${path}.${n}`);
  return namingSystem(context, part(1), part(2), part(3));
}

const typeOf = (code: string | undefined): Identifier['type'] =>
  code && /^[A-Za-z0-9]+$/.test(code)
    ? { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code }] }
    : undefined;

/** EI (order and specimen numbers) to Identifier; `kind` is PLAC or FILL of table 0203. */
export function entityIdentifier(
  segment: Segment | undefined,
  path: string,
  context: Context,
  kind?: string,
) {
  const value = read(segment, `${path}.1`)?.trim();
  if (!segment || !value) return undefined;
  const part = (n: number) => read(segment, `${path}.${n}`);
  return {
    type: typeOf(kind),
    system: namingSystem(context, part(2), part(3), part(4)),
    value,
  } satisfies Identifier;
}

/** XCN's name, in the order people read it: `Marie Tremblay`. */
function personName(segment: Segment, path: string): string | undefined {
  const words = [read(segment, `${path}.3`), read(segment, `${path}.2.1`)];
  return (
    words
      .filter(word => word !== undefined)
      .join(' ')
      .trim() || undefined
  );
}

function practitionerAt(segment: Segment, path: string, context: Context): Reference | undefined {
  const id = read(segment, `${path}.1`)?.trim();
  const display = personName(segment, path) ?? id;
  if (display === undefined) return undefined;
  const type = typeOf(read(segment, `${path}.13`));
  const identifier = id ? { type, system: authority(segment, `${path}.9`, context), value: id } : undefined;
  return { type: 'Practitioner', identifier, display };
}

/**
 * XCN to references that name a practitioner without claiming to know them: number and name only, nobody is
 * registered from a result. Several repetitions are often one person under several numbers: the first is taken.
 */
export function practitioner(
  segment: Segment | undefined,
  field: number,
  context: Context,
): Reference | undefined {
  if (!segment) return undefined;
  const found = eachRepetition(segment, field).map(path => practitionerAt(segment, path, context));
  return found.find(reference => reference !== undefined);
}

/** NDL (OBR-32, OBR-33): its first component is the person, in subcomponents. */
export function interpreter(segment: Segment, field: number, context: Context): Reference | undefined {
  const part = (n: number) => read(segment, `${field}.1.${n}`);
  const simple = practitioner(segment, field, context);
  if (part(2) === undefined) return simple;
  const id = part(1)?.trim();
  const identifier = id
    ? { system: namingSystem(context, part(9), part(10), part(11)), value: id }
    : undefined;
  return { type: 'Practitioner', identifier, display: [part(3), part(2)].filter(Boolean).join(' ') };
}

/** XON to a reference by name and number. */
export function organization(
  segment: Segment | undefined,
  field: number,
  context: Context,
): Reference | undefined {
  const display = read(segment, `${field}.1`)?.trim();
  const value = read(segment, `${field}.10`)?.trim() ?? read(segment, `${field}.3`)?.trim();
  if (!segment || (display === undefined && value === undefined)) return undefined;
  const identifier = value ? { system: authority(segment, `${field}.6`, context), value } : undefined;
  return { type: 'Organization', identifier, display: display ?? value };
}

/** OBX-15 (CE), the laboratory that produced a result, where OBX-23 (v2.5.1) does not name it. */
export function producer(obx: Segment, context: Context): Reference | undefined {
  const value = read(obx, '15.1')?.trim();
  const display = read(obx, '15.2')?.trim() ?? value;
  if (display === undefined) return undefined;
  const identifier = value ? { system: namingSystem(context, read(obx, '15.3')), value } : undefined;
  return { type: 'Organization', identifier, display };
}

/** The sending facility (MSH-4), when nothing says who performed. */
export function facility(msh: Segment | undefined, context: Context): Reference | undefined {
  const display = read(msh, '4.1') ?? read(msh, '4.2');
  if (!msh || display === undefined) return undefined;
  const oid = read(msh, '4.3') === 'ISO' ? read(msh, '4.2') : undefined;
  const identifier =
    oid && /^[0-2](?:\.\d+)+$/.test(oid)
      ? { system: 'urn:ietf:rfc:3986', value: `urn:oid:${oid}` }
      : { system: namingSystem({ ...context, facility: 'MSH-4' }), value: display };
  return { type: 'Organization', identifier, display };
}
