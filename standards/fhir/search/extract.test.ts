import { describe, expect, it, test } from 'vitest';
import { earliest, latest } from '../date-interval.ts';
import { isResourceType, resourceTypes } from '../definition/shape.ts';
import type { Resource } from '../resource.ts';
import type { SearchValue } from '../search-value.ts';
import { fixture, officialExamples, ownFixtures } from '../testing/inputs.ts';
import { mutantsOf } from '../testing/mutants.ts';
import { extract, extractWithCare } from './extract.ts';
import { searchParameter, searchParameters } from './parameters.ts';

/** The values of one parameter. */
function valuesOf(resource: Resource, param: string): SearchValue[] {
  return extract(resource).filter(value => value.param === param);
}

function interval(low: string, high: string) {
  return { low: Date.parse(low), high: Date.parse(high) };
}

describe('what a laboratory result says to a search (R4 3.1.1.4)', () => {
  const result = fixture('observation-glucose');

  it('is found by exactly these values', () => {
    const code = {
      kind: 'token',
      system: 'http://loinc.org',
      code: '14749-6',
      text: 'Glucose [Moles/volume] in Serum or Plasma',
    };
    const text = { kind: 'token', text: 'Glucose à jeun' };
    const quantity = {
      kind: 'quantity',
      low: 6.3,
      high: 6.3,
      system: 'http://unitsofmeasure.org',
      code: 'mmol/L',
      unit: 'mmol/L',
    };
    const composite = (param: string, codeParam: string, valueParam: string) => ({
      kind: 'composite',
      param,
      components: [
        [
          { ...code, param: codeParam },
          { ...text, param: codeParam },
        ],
        [{ ...quantity, param: valueParam }],
      ],
    });
    const marie = { kind: 'reference', type: 'Patient', id: 'marie', url: 'Patient/marie' };
    const expected = [
      { kind: 'uri', param: '_profile', value: 'http://hl7.org/fhir/StructureDefinition/Observation' },
      { kind: 'uri', param: '_source', value: 'urn:oid:2.16.124.10' },
      {
        kind: 'token',
        param: 'category',
        system: 'http://terminology.hl7.org/CodeSystem/observation-category',
        code: 'laboratory',
      },
      { ...code, param: 'code' },
      { ...text, param: 'code' },
      { ...code, param: 'combo-code' },
      { ...text, param: 'combo-code' },
      composite('code-value-quantity', 'code', 'value-quantity'),
      composite('combo-code-value-quantity', 'combo-code', 'combo-value-quantity'),
      { ...quantity, param: 'combo-value-quantity' },
      { ...quantity, param: 'value-quantity' },
      { kind: 'date', param: 'date', ...interval('2024-05-02T11:40:00Z', '2024-05-02T11:40:01Z') },
      { kind: 'token', param: 'identifier', system: 'https://labo.example/resultat', code: 'L-2024-00042' },
      { ...marie, param: 'patient' },
      { ...marie, param: 'subject' },
      { kind: 'reference', param: 'performer', type: 'Organization', id: 'labo', url: 'Organization/labo' },
      { kind: 'token', param: 'status', system: 'http://hl7.org/fhir/observation-status', code: 'final' },
    ];
    const order = (value: { param?: unknown }) => JSON.stringify([value.param, value]);
    const sorted = (values: object[]) => [...values].sort((a, b) => (order(a) < order(b) ? -1 : 1));
    expect(sorted(extract(result))).toEqual(sorted(expected));
  });

  it('a stored number is itself, and a comparator opens its side', () => {
    const above = { ...result, valueQuantity: { value: 60, comparator: '>', unit: 'mL/min' } };
    expect(valuesOf(above, 'value-quantity')).toEqual([
      { kind: 'quantity', param: 'value-quantity', low: 60, high: Number.MAX_VALUE, unit: 'mL/min' },
    ]);
  });

  it('components never lend each other their values', () => {
    const panel = fixture('observation-blood-pressure');
    const pairs = valuesOf(panel, 'component-code-value-quantity').map(value =>
      value.kind === 'composite'
        ? value.components.map(([first]) =>
            first?.kind === 'token' ? first.code : first?.kind === 'quantity' && first.low,
          )
        : [],
    );
    expect(pairs).toEqual([
      ['8480-6', 121],
      ['8462-4', 79],
    ]);
  });

  it('a period is one interval, open where it has no end', () => {
    const panel = fixture('observation-blood-pressure');
    expect(valuesOf(panel, 'date')).toEqual([
      { kind: 'date', param: 'date', ...interval('2024-05-02T11:40:00Z', '2024-05-03T00:00:00Z') },
    ]);
    const since = { ...panel, effectivePeriod: { start: '2024' } };
    expect(valuesOf(since, 'date')).toEqual([
      { kind: 'date', param: 'date', low: Date.UTC(2024), high: latest },
    ]);
    const until = { ...panel, effectivePeriod: { end: '2024' } };
    expect(valuesOf(until, 'date')).toEqual([
      { kind: 'date', param: 'date', low: earliest, high: Date.UTC(2025) },
    ]);
  });

  it('a timing counts by its outer limits only', () => {
    const timed = {
      ...fixture('observation-blood-pressure'),
      effectivePeriod: undefined,
      effectiveTiming: { event: ['2024-03', '2024-01-05'] },
    };
    expect(valuesOf(timed, 'date')).toEqual([
      { kind: 'date', param: 'date', ...interval('2024-01-05', '2024-04-01') },
    ]);
  });
});

describe('what a usager says to a search', () => {
  const marie = fixture('patient-marie');

  it('is found by each part of a name and of an address', () => {
    const words = (param: string) =>
      valuesOf(marie, param).map(value => (value.kind === 'string' ? value.value : value));
    expect(words('name')).toEqual(['Tremblay', 'Marie', 'Ève']);
    expect(words('given')).toEqual(['Marie', 'Ève']);
    expect(words('phonetic')).toEqual(['Tremblay', 'Marie', 'Ève']);
    expect(words('address')).toEqual(['12, rue des Érables', 'app. 3', 'Amos', 'J9T 1A1', 'CA']);
  });

  it('is found by an identifier, alone or with its type', () => {
    expect(valuesOf(marie, 'identifier')).toEqual([
      {
        kind: 'token',
        param: 'identifier',
        system: 'https://fhir.infoway-inforoute.ca/NamingSystem/ca-qc-patient-healthcare-id',
        code: 'TREM84550213',
        text: 'NAM',
        ofType: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'JHN' }],
      },
    ]);
  });

  it('is found by a phone number or an address of mail, each by its own', () => {
    expect(valuesOf(marie, 'email')).toEqual([{ kind: 'token', param: 'email', code: 'marie@example.org' }]);
    expect(valuesOf(marie, 'phone')).toEqual([{ kind: 'token', param: 'phone', code: '819-555-0100' }]);
  });

  it('is found by a boolean, and alive when deceased is false', () => {
    expect(valuesOf(marie, 'active')).toEqual([{ kind: 'token', param: 'active', code: 'true' }]);
    expect(valuesOf(marie, 'deceased')).toEqual([{ kind: 'token', param: 'deceased', code: 'false' }]);
  });

  it('is found by a logical reference', () => {
    expect(valuesOf(marie, 'organization')).toEqual([
      {
        kind: 'reference',
        param: 'organization',
        identifier: { system: 'https://example.org/organisme', value: 'CISSS-08' },
      },
    ]);
  });
});

describe('references', () => {
  it('are told apart by what they lead to', () => {
    const visit = fixture('appointment');
    const who = (param: string) =>
      valuesOf(visit, param).map(value => (value.kind === 'reference' ? value.url : value));
    expect(who('patient')).toEqual(['Patient/marie']);
    expect(who('practitioner')).toEqual(['Practitioner/dr-roy']);
    expect(who('location')).toEqual(['Location/clinique']);
    expect(who('actor')).toHaveLength(3);
  });

  it('an absolute address keeps its whole self and is no local resource', () => {
    const away = {
      ...fixture('observation-glucose'),
      subject: { reference: 'https://ailleurs.example/fhir/Patient/1' },
    };
    expect(valuesOf(away, 'patient')).toEqual([
      { kind: 'reference', param: 'patient', url: 'https://ailleurs.example/fhir/Patient/1' },
    ]);
  });

  it('to what a resource contains lead nowhere', () => {
    expect(valuesOf(fixture('medication-request'), 'medication')).toEqual([]);
  });

  it('are canonical addresses too', () => {
    const canonical = 'https://continuum.health/fhir/Questionnaire/pre-visite|1';
    const answers = { resourceType: 'QuestionnaireResponse', status: 'completed', questionnaire: canonical };
    expect(valuesOf(answers, 'questionnaire')).toEqual([
      { kind: 'reference', param: 'questionnaire', url: canonical },
    ]);
  });
});

describe('search parameters', () => {
  it('of every type have those of every resource', () => {
    for (const type of resourceTypes) {
      const codes = searchParameters(type).map(each => each.code);
      expect(codes).toEqual(
        expect.arrayContaining(['_id', '_lastUpdated', '_tag', '_profile', '_security', '_source']),
      );
      expect(new Set(codes).size).toBe(codes.length);
    }
  });

  it('speak of their own type only', () => {
    expect(searchParameter('Observation', 'patient')?.expression).toBe(
      'Observation.subject.where(resolve() is Patient)',
    );
    expect(searchParameter('Observation', 'code')?.url).toBe(
      'http://hl7.org/fhir/SearchParameter/clinical-code',
    );
    expect(searchParameter('Patient', 'code')).toBeUndefined();
  });

  it('that are composite have their components', () => {
    for (const type of resourceTypes) {
      for (const { type: kind, components } of searchParameters(type)) {
        if (kind === 'composite')
          for (const each of components ?? [undefined]) expect(each?.definition.code).toBeDefined();
      }
    }
  });

  it('of what is no type are none', () => {
    for (const name of ['Usager', 'DomainResource', 'constructor', 'SubscriptionStatus']) {
      expect(isResourceType(name)).toBe(false);
      expect(searchParameters(name)).toEqual([]);
    }
  });

  it('that measure distance give no value', () => {
    const place = { resourceType: 'Location', name: 'CLSC', position: { longitude: -78.1, latitude: 48.5 } };
    expect(searchParameter('Location', 'near')?.type).toBe('special');
    expect(valuesOf(place, 'near')).toEqual([]);
  });
});

describe('every value is of the kind that its parameter says', () => {
  test.each(ownFixtures())('in %s', (_, resource) => {
    for (const value of extract(resource))
      expect(value.kind).toBe(searchParameter(resource.resourceType, value.param)?.type);
  });

  it.skipIf(!process.env.CONTINUUM_FIXTURES)('in the official examples', () => {
    for (const [name, resource] of officialExamples()) {
      for (const value of extract(resource)) {
        expect(value.kind, `${name} ${value.param}`).toBe(
          searchParameter(resource.resourceType, value.param)?.type,
        );
      }
    }
  });
});

describe('straight code and careful steps', () => {
  const sorted = (values: SearchValue[]) => values.map(each => JSON.stringify(each)).sort();

  it('find the same in every example, whole or broken', { timeout: 120_000 }, () => {
    for (const [name, resource] of [...ownFixtures(), ...officialExamples()]) {
      // A list in place of one code (`system: ['phone']`) is a match to the careful way only; it is never stored.
      const all = JSON.stringify(resource).length < 1500 ? mutantsOf(resource) : [];
      const broken = all.filter(({ kind }) => kind !== 'a list');
      for (const each of [resource, ...broken.map(mutant => mutant.resource as Resource)]) {
        expect(sorted(extract(each)), name).toEqual(sorted(extractWithCare(each)));
      }
    }
  });
});
