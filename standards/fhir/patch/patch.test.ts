import { describe, expect, test } from 'vitest';
import { formatJson, parseJson } from '../decimal.ts';
import type { Resource } from '../resource.ts';
import { applyFhirPathPatch, parseFhirPathPatch } from './fhirpath-patch.ts';
import { applyJsonPatch, parseJsonPatch } from './json-patch.ts';
import { PatchError } from './patch-error.ts';

type Given = Record<string, unknown>;

const patient = (more: Given = {}): Resource => ({ resourceType: 'Patient', id: 'p', ...more });
const operation = (type: string, path: string, given: Given = {}, value?: Given) => ({
  name: 'operation',
  part: [
    { name: 'type', valueCode: type },
    { name: 'path', valueString: path },
    ...Object.entries(given).map(([name, it]) =>
      typeof it === 'number' ? { name, valueInteger: it } : { name, valueString: it },
    ),
    ...(value ? [{ name: 'value', ...value }] : []),
  ],
});
const apply = (resource: Resource, ...operations: object[]): Resource =>
  applyFhirPathPatch(resource, parseFhirPathPatch({ resourceType: 'Parameters', parameter: operations }));
const names = (...texts: string[]) => texts.map(family => ({ family }));

describe('FHIRPath Patch (R4), as its own examples say it', () => {
  test.each<[string, Resource, object[], Given]>([
    [
      'adds a primitive',
      patient(),
      [operation('add', 'Patient', { name: 'birthDate' }, { valueDate: '1930-01-01' })],
      { birthDate: '1930-01-01' },
    ],
    [
      'adds to a list',
      patient({ name: names('A') }),
      [operation('add', 'Patient', { name: 'name' }, { valueHumanName: { family: 'B' } })],
      { name: names('A', 'B') },
    ],
    [
      'adds to a nested element',
      patient({ contact: [{ gender: 'male' }] }),
      [operation('add', 'Patient.contact[0]', { name: 'name' }, { valueHumanName: { text: 'x' } })],
      { contact: [{ gender: 'male', name: { text: 'x' } }] },
    ],
    [
      'adds an anonymous type, part by part',
      patient(),
      [
        operation(
          'add',
          'Patient',
          { name: 'contact' },
          {
            part: [
              { name: 'name', valueHumanName: { text: 'a name' } },
              { name: 'gender', valueCode: 'male' },
            ],
          },
        ),
      ],
      { contact: [{ name: { text: 'a name' }, gender: 'male' }] },
    ],
    [
      'adds one of several types',
      patient(),
      [operation('add', 'Patient', { name: 'deceased' }, { valueBoolean: true })],
      { deceasedBoolean: true },
    ],
    [
      'adds an extension to a primitive',
      patient({ birthDate: '1930', _birthDate: { id: 'x' } }),
      [
        operation(
          'add',
          'Patient.birthDate',
          { name: 'extension' },
          { valueExtension: { url: 'http://e', valueString: 'y' } },
        ),
      ],
      { birthDate: '1930', _birthDate: { id: 'x', extension: [{ url: 'http://e', valueString: 'y' }] } },
    ],
    ['deletes', patient({ birthDate: '1930' }), [operation('delete', 'Patient.birthDate')], {}],
    [
      'deletes one of a list',
      patient({ name: names('A', 'B') }),
      [operation('delete', 'Patient.name[0]')],
      { name: names('B') },
    ],
    [
      'deletes by a filter',
      patient({ name: names('A', 'B') }),
      [operation('delete', "Patient.name.where(family = 'B')")],
      { name: names('A') },
    ],
    ['deletes nothing without complaint', patient(), [operation('delete', 'Patient.birthDate')], {}],
    [
      'replaces a primitive',
      patient({ birthDate: '1930' }),
      [operation('replace', 'Patient.birthDate', {}, { valueDate: '1940' })],
      { birthDate: '1940' },
    ],
    [
      'replaces one of several types by another',
      patient({ deceasedBoolean: true }),
      [operation('replace', 'Patient.deceased', {}, { valueDateTime: '2020' })],
      { deceasedDateTime: '2020' },
    ],
    [
      'replaces an element of a list',
      patient({ name: names('A', 'B') }),
      [operation('replace', 'Patient.name[1]', {}, { valueHumanName: { family: 'C' } })],
      { name: names('A', 'C') },
    ],
    [
      'inserts',
      patient({ name: names('A', 'C') }),
      [operation('insert', 'Patient.name', { index: 1 }, { valueHumanName: { family: 'B' } })],
      { name: names('A', 'B', 'C') },
    ],
    [
      'inserts into an empty list',
      patient(),
      [operation('insert', 'Patient.name', { index: 0 }, { valueHumanName: { family: 'B' } })],
      { name: names('B') },
    ],
    [
      'moves',
      patient({ name: names('A', 'B', 'C', 'D') }),
      [operation('move', 'Patient.name', { source: 3, destination: 1 })],
      { name: names('A', 'D', 'B', 'C') },
    ],
    [
      'does one thing after another',
      patient({ name: names('A') }),
      [
        operation('delete', 'Patient.name[0]'),
        operation('add', 'Patient', { name: 'name' }, { valueHumanName: { family: 'Z' } }),
      ],
      { name: names('Z') },
    ],
    [
      'keeps the places of extensions in a list of primitives',
      patient({ name: [{ given: ['a', 'b', 'c'], _given: [null, { id: 'b' }, null] }] }),
      [operation('delete', 'Patient.name[0].given[0]')],
      { name: [{ given: ['b', 'c'], _given: [{ id: 'b' }, null] }] },
    ],
  ])('%s', (_title, before, operations, after) => {
    const untouched = JSON.stringify(before);
    expect(apply(before, ...operations)).toEqual(patient(after));
    expect(JSON.stringify(before)).toBe(untouched);
  });

  test.each<[string, object, RegExp]>([
    ['several elements to delete', operation('delete', 'Patient.name'), /finds 2/],
    [
      'nothing to replace',
      operation('replace', 'Patient.birthDate', {}, { valueDate: '1930' }),
      /finds nothing/,
    ],
    [
      'an element that is there',
      operation('add', 'Patient', { name: 'gender' }, { valueCode: 'male' }),
      /already/,
    ],
    [
      'an element that R4 does not have',
      operation('add', 'Patient', { name: 'colour' }, { valueCode: 'x' }),
      /no element colour/,
    ],
    [
      'a type that does not fit',
      operation('add', 'Patient', { name: 'deceased' }, { valueString: 'x' }),
      /takes no String/,
    ],
    [
      'a place beyond the list',
      operation('insert', 'Patient.name', { index: 3 }, { valueHumanName: {} }),
      /2 items/,
    ],
    ['the resource itself', operation('delete', 'Patient'), /no element/],
    ['a path that is none', operation('delete', 'Patient..name'), /path/],
    ['a pattern', operation('delete', "Patient.name.where(family.matches('(a+)+$'))"), /patterns/],
    ['an unknown kind', operation('append', 'Patient.name'), /type is/],
    ['a part that is missing', operation('add', 'Patient', {}, { valueCode: 'x' }), /needs name/],
  ])('%s is refused', (_title, given, sentence) => {
    const before = patient({ name: names('A', 'B'), gender: 'female' });
    expect(() => apply(before, given)).toThrow(PatchError);
    expect(() => apply(before, given)).toThrow(sentence);
  });

  test('decimals keep the digits that they were written with', () => {
    const text =
      '{"resourceType":"Observation","valueQuantity":{"value":1.20},"referenceRange":[{"low":{"value":2.0}}]}';
    const value = parseJson(
      '{"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},{"name":"path","valueString":"Observation.value.value"},{"name":"value","valueDecimal":1.500}]}]}',
    );
    const result = applyFhirPathPatch(parseJson(text) as Resource, parseFhirPathPatch(value as Resource));
    expect(formatJson(result)).toBe(text.replace('1.20', '1.500'));
  });
});

describe('JSON Patch (RFC 6902)', () => {
  const patch = (resource: Resource, operations: unknown) =>
    applyJsonPatch(resource, parseJsonPatch(operations));

  test('decimals keep their digits wherever they go, and lose those of what they replace', () => {
    const before = parseJson(
      '{"resourceType":"Observation","valueQuantity":{"value":1.20},"component":[{"valueQuantity":{"value":3.00}}]}',
    );
    const operations = parseJson(
      '[{"op":"copy","from":"/component/0","path":"/component/-"},{"op":"move","from":"/valueQuantity","path":"/component/0/valueQuantity"},{"op":"add","path":"/valueQuantity","value":{"value":7.0}},{"op":"replace","path":"/component/0/valueQuantity/value","value":1.2}]',
    );
    expect(formatJson(patch(before as Resource, operations))).toBe(
      '{"resourceType":"Observation","component":[{"valueQuantity":{"value":1.2}},{"valueQuantity":{"value":3.00}}],"valueQuantity":{"value":7.0}}',
    );
  });

  test.each<[string, unknown, RegExp]>([
    [
      'a replacement of what an array does not have',
      [{ op: 'replace', path: '/name/x', value: 1 }],
      /Nothing is at/,
    ],
    [
      'a value that would be a prototype',
      JSON.parse('[{"op":"add","path":"/name","value":{"__proto__":{"a":1}}}]'),
      /__proto__/,
    ],
    ['a path to a constructor', [{ op: 'add', path: '/constructor/prototype/x', value: 1 }], /No element/],
    ['a pointer without its slash', [{ op: 'remove', path: 'name' }], /JSON Pointer/],
    [
      'copies that double without end',
      [
        { op: 'add', path: '/x', value: 'x'.repeat(64) },
        ...Array.from({ length: 40 }, (_, i) => ({ op: 'copy', from: '', path: `/y${i}` })),
      ],
      /longer than|deeply/,
    ],
  ])('%s is refused', (_title, operations, sentence) => {
    expect(() => patch(patient({ name: names('A') }), operations)).toThrow(sentence);
    expect(({} as Given).polluted).toBeUndefined();
  });
});
