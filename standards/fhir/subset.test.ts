import { describe, expect, test } from 'vitest';
import { parseJson } from './decimal.ts';
import type { Resource } from './resource.ts';
import { subset, subsetJson, type View } from './subset.ts';
import { fixture, officialExamples, ownFixtures } from './testing/inputs.ts';
import { validate } from './validation/validate.ts';

const tag = [expect.objectContaining({ code: 'SUBSETTED' })];
const patient: Resource = {
  resourceType: 'Patient',
  id: 'p',
  meta: { versionId: '1' },
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>' },
  name: [{ family: 'Tremblay' }],
  birthDate: '1980-05-06',
  _birthDate: { extension: [{ url: 'http://e', valueString: 'x' }] },
  photo: [{ contentType: 'image/png', data: 'AAAA' }],
  maritalStatus: { text: 'x' },
  contact: [{ name: { family: 'Y' } }],
  link: [{ other: { reference: 'Patient/2' }, type: 'seealso' }],
};
const keys = (view: View, resource = patient) => Object.keys(subset(resource, view)).sort();

describe('R4 3.1.1.5.8: _summary', () => {
  test('true: what the definitions mark, within elements too, and what is mandatory', () => {
    const { meta, ...rest } = subset(patient, { summary: 'true' });
    expect(meta).toEqual({ versionId: '1', tag });
    expect(rest).toEqual({
      resourceType: 'Patient',
      id: 'p',
      name: patient.name,
      birthDate: '1980-05-06',
      _birthDate: patient._birthDate,
      link: patient.link,
    });
  });
  test('text: the narrative, id, meta and what is mandatory', () => {
    expect(keys({ summary: 'text' })).toEqual(['id', 'meta', 'resourceType', 'text']);
    const observation = fixture('observation-glucose');
    expect(keys({ summary: 'text' }, observation)).toEqual(expect.arrayContaining(['code', 'status']));
    expect(keys({ summary: 'text' }, observation)).not.toContain('valueQuantity');
  });
  test('data: everything but the narrative', () => {
    expect(keys({ summary: 'data' })).toEqual(
      Object.keys(patient)
        .filter(key => key !== 'text')
        .sort(),
    );
  });
});

describe('R4 3.1.1.5.9: _elements', () => {
  test.each<[string[], string[]]>([
    [['birthDate'], ['_birthDate', 'birthDate']],
    [['name', 'colour'], ['name']],
    [['contact.name'], ['contact']],
  ])('%j', (elements, more) => {
    expect(keys({ elements })).toEqual(['id', 'meta', 'resourceType', ...more].sort());
  });
  test('an element of several types is named with or without its type; mandatory ones come along', () => {
    const observation = fixture('observation-glucose');
    for (const name of ['value', 'valueQuantity', 'value[x]'])
      expect(keys({ elements: [name] }, observation)).toEqual(
        expect.arrayContaining(['code', 'status', 'valueQuantity']),
      );
  });
});

test('digits of decimals stay', () => {
  const json =
    '{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1.20}}';
  expect(subsetJson(json, { summary: 'true' })).toContain('{"value":1.20}');
  expect(subsetJson(json, { elements: ['value'] })).toContain('{"value":1.20}');
});

test('what is left of a valid resource is valid, but for rules on what was left out', () => {
  const views: View[] = [{ summary: 'true' }, { summary: 'text' }, { summary: 'data' }, { elements: ['id'] }];
  const structure = new Set(['required', 'structure', 'value', 'code-invalid']);
  for (const [name, resource] of [...ownFixtures(), ...officialExamples()]) {
    if (validate(resource).length > 0) continue;
    for (const view of views) {
      const wrong = validate(subset(parseJson(JSON.stringify(resource)) as Resource, view));
      expect(
        wrong.filter(({ code }) => structure.has(code)),
        `${name} ${JSON.stringify(view)}`,
      ).toEqual([]);
    }
  }
});
