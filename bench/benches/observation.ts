/** A laboratory result, as a laboratory's system sends it. */
export const observation = (patient: string, index: number) => ({
  resourceType: 'Observation',
  status: 'final',
  category: [
    {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }],
    },
  ],
  code: { coding: [{ system: 'http://loinc.org', code: '2823-3', display: 'Potassium' }] },
  subject: { reference: `Patient/${patient}` },
  effectiveDateTime: `2026-10-${String((index % 28) + 1).padStart(2, '0')}T07:30:00-04:00`,
  valueQuantity: {
    value: 3.5 + (index % 15) / 10,
    unit: 'mmol/L',
    system: 'http://unitsofmeasure.org',
    code: 'mmol/L',
  },
});

/** Headers of a system that sends FHIR. */
export const sending = (authorization: string) => ({
  authorization,
  'content-type': 'application/fhir+json',
});
