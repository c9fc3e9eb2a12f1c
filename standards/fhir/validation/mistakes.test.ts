import { describe, expect, it, test } from 'vitest';
import { fixture } from '../testing/inputs.ts';
import { problems, set } from '../testing/problems.ts';
import { validate } from './validate.ts';

describe('every mistake is told with its place and its mend', () => {
  const table: [what: string, of: string, change: object, expression: string, code: string, mend: RegExp][] =
    [
      [
        'an unknown element',
        'patient-marie',
        { birthdate: '1984' },
        'Patient.birthdate',
        'structure',
        /did you mean "birthDate"/,
      ],
      [
        'a value of the wrong type',
        'patient-marie',
        { active: 'true' },
        'Patient.active',
        'value',
        /without quotes/,
      ],
      [
        'one where a list is due',
        'patient-marie',
        { name: { family: 'X' } },
        'Patient.name',
        'structure',
        /array/,
      ],
      [
        'a list where one is due',
        'patient-marie',
        { gender: ['female'] },
        'Patient.gender',
        'structure',
        /once only/,
      ],
      [
        'a code outside its set',
        'patient-marie',
        { gender: 'femal' },
        'Patient.gender',
        'code-invalid',
        /"female"/,
      ],
      [
        'a day that no calendar has',
        'patient-marie',
        { birthDate: '1984-02-30' },
        'Patient.birthDate',
        'value',
        /calendar/,
      ],
      [
        'a date in another form',
        'patient-marie',
        { birthDate: '02/05/1984' },
        'Patient.birthDate',
        'value',
        /YYYY-MM-DD/,
      ],
      [
        'a time without zone',
        'observation-glucose',
        { issued: '2024-05-02T11:05:12' },
        'Observation.issued',
        'value',
        /zone/,
      ],
      [
        'two types of a choice',
        'observation-glucose',
        { valueString: 'x' },
        'Observation.value',
        'structure',
        /Only one of/,
      ],
      [
        'an empty object',
        'patient-marie',
        { maritalStatus: {} },
        'Patient.maritalStatus',
        'structure',
        /leave it out/,
      ],
      [
        'an empty list',
        'patient-marie',
        { photo: [] },
        'Patient.photo',
        'structure',
        /leave the element out/,
      ],
      [
        'an empty string',
        'patient-marie',
        { language: '' },
        'Patient.language',
        'value',
        /leave the element out/,
      ],
      [
        'null for a value',
        'patient-marie',
        { language: null },
        'Patient.language',
        'structure',
        /leave the element out/,
      ],
      ['null in a list', 'patient-marie', { name: [null] }, 'Patient.name[0]', 'structure', /JSON object/],
      [
        'an element with an id alone',
        'patient-marie',
        { maritalStatus: { id: 'a' } },
        'Patient.maritalStatus',
        'invariant',
        /ele-1/,
      ],
      [
        'a target not allowed',
        'observation-glucose',
        { subject: { reference: 'Encounter/1' } },
        'Observation.subject',
        'value',
        /refer to Patient, Group/,
      ],
      [
        'a target not allowed, by an address',
        'observation-glucose',
        { subject: { reference: 'http://a.example/fhir/Encounter/1' } },
        'Observation.subject',
        'value',
        /refer to Patient/,
      ],
      [
        'a target not allowed, by its type',
        'observation-glucose',
        { subject: { type: 'Encounter', display: 'x' } },
        'Observation.subject',
        'value',
        /refer to Patient/,
      ],
      [
        'a type of no resource',
        'observation-glucose',
        { subject: { reference: 'Usager/1' } },
        'Observation.subject',
        'value',
        /\[type\]\/\[id\]/,
      ],
      [
        'a contained resource that is not there',
        'observation-glucose',
        { subject: { reference: '#x' } },
        'Observation.subject',
        'invariant',
        /ref-1/,
      ],
      [
        'a rule broken',
        'observation-glucose',
        { dataAbsentReason: { text: 'x' } },
        'Observation',
        'invariant',
        /obs-6/,
      ],
      [
        'a period that ends before it starts',
        'observation-blood-pressure',
        { effectivePeriod: { start: '2024-05-03', end: '2024-05-02' } },
        'Observation.effective',
        'invariant',
        /per-1/,
      ],
      [
        'a script in the narrative',
        'patient-marie',
        {
          text: {
            status: 'generated',
            div: '<div xmlns="http://www.w3.org/1999/xhtml"><script>x</script></div>',
          },
        },
        'Patient.text.div',
        'invariant',
        /txt-1/,
      ],
      [
        'a control character',
        'observation-glucose',
        { valueQuantity: undefined, valueString: 'a\u0000b' },
        'Observation.value',
        'value',
        /control characters/,
      ],
      [
        'half a character',
        'patient-marie',
        { name: [{ family: 'a\ud800' }] },
        'Patient.name[0].family',
        'value',
        /Unicode/,
      ],
      ['an id too long', 'patient-marie', { id: 'x'.repeat(65) }, 'Patient.id', 'value', /1 to 64/],
      [
        'a contained resource unused',
        'patient-marie',
        { contained: [{ resourceType: 'Organization', id: 'o', name: 'O' }] },
        'Patient',
        'invariant',
        /dom-3/,
      ],
      [
        'a contained resource of no type',
        'patient-marie',
        { contained: [{ id: 'o' }] },
        'Patient.contained[0]',
        'structure',
        /resourceType/,
      ],
    ];
  test.each(table)('%s in %s', (_, of, change, expression, code, mend) => {
    const found = problems(of, resource => {
      set(resource, change);
      for (const [key, value] of Object.entries(change))
        if (value === undefined) Reflect.deleteProperty(resource, key);
    });
    expect(found).toContainEqual({
      severity: 'error',
      code,
      expression,
      diagnostics: expect.stringMatching(mend),
    });
  });

  it('a text alone where a coding is required', () => {
    const condition = {
      resourceType: 'Condition',
      subject: { reference: 'Patient/1' },
      clinicalStatus: { text: 'actif' },
    };
    expect(validate(condition)).toEqual([
      expect.objectContaining({ code: 'code-invalid', expression: 'Condition.clinicalStatus' }),
    ]);
  });

  it('a mistake deep in a bundle is told by its whole path', () => {
    const bundle = fixture('bundle-transaction') as unknown as { entry: { resource: object }[] };
    set(bundle.entry[1]!.resource, { subject: { reference: 'Basic/1' } });
    expect(validate(bundle).map(issue => issue.expression)).toEqual(['Bundle.entry[1].resource.subject']);
  });

  it('all mistakes are told in one pass', () => {
    const found = validate({
      resourceType: 'Observation',
      status: 'done',
      valueString: '',
      subject: { reference: 'Basic/1' },
    });
    expect(found.map(issue => issue.expression).sort()).toEqual([
      'Observation.code',
      'Observation.status',
      'Observation.subject',
      'Observation.value',
    ]);
  });

  it('a resource of a later release or of a vendor is refused', () => {
    for (const resourceType of [
      'SubscriptionStatus',
      'Bot',
      'Project',
      'DomainResource',
      'HumanName',
      undefined,
    ]) {
      expect(validate({ resourceType })).toHaveLength(1);
    }
    expect(validate({ resourceType: 'Binary', contentType: 'text/plain', url: 'x' })).toHaveLength(1);
    expect(validate({ resourceType: 'Patient', meta: { project: 'x' } })).toHaveLength(1);
  });
});
