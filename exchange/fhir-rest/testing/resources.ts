/** A usager of the tests. */
export const patient = (id: string, more: object = {}) => ({
  resourceType: 'Patient',
  id,
  name: [{ family: 'Tremblay', given: ['Marie'] }],
  gender: 'female',
  birthDate: '1980-05-06',
  ...more,
});

/** A laboratory's result about a usager. */
export const observation = (usager = 'u1', more: object = {}) => ({
  resourceType: 'Observation',
  status: 'final',
  category: [
    {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }],
    },
  ],
  code: { coding: [{ system: 'http://loinc.org', code: '2345-7' }] },
  subject: { reference: `Patient/${usager}` },
  effectiveDateTime: '2026-10-01T08:00:00-04:00',
  valueQuantity: { value: 5.4, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
  ...more,
});
