import { profile, referenceTo } from './build.ts';

/** A result of a laboratory, as PS-CA has one: of the category `laboratory`, of a usager, and when it was true. */
export const laboratoryObservationProfile = profile({
  id: 'continuum-laboratory-observation',
  name: 'ContinuumLaboratoryObservation',
  title: 'Laboratory result',
  description:
    'A result that a laboratory sends: its category, its code, whose it is, and a value or why there is none. Aligned with the laboratory results of PS-CA, which it does not claim to implement.',
  type: 'Observation',
  element: [
    {
      id: 'Observation.category',
      min: 1,
      slicing: { discriminator: [{ type: 'pattern', path: '$this' }], rules: 'open' },
    },
    {
      id: 'Observation.category:laboratory',
      sliceName: 'laboratory',
      min: 1,
      max: '1',
      mustSupport: true,
      patternCodeableConcept: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }],
      },
    },
    {
      id: 'Observation.code',
      constraint: [
        {
          key: 'continuum-code',
          severity: 'error',
          human: 'The analysis is told by a code or in words.',
          expression: 'coding.code.exists() or text.exists()',
        },
      ],
    },
    { id: 'Observation.subject', min: 1, mustSupport: true, type: referenceTo('Patient') },
    {
      id: 'Observation.value[x]',
      mustSupport: true,
      type: ['Quantity', 'CodeableConcept', 'string', 'Range', 'Ratio', 'SampledData', 'time', 'dateTime', 'integer', 'boolean', 'Period'].map(
        code => ({ code }),
      ),
    },
  ],
});
