import { profile } from './build.ts';

/** A usager of the Québec network, as CA Baseline has a Patient: a name, and the NAM where it is told. */
export const patientProfile = profile({
  id: 'continuum-patient',
  name: 'ContinuumPatient',
  title: 'Usager known by the NAM',
  description:
    'A Patient with a health insurance number of Québec (NAM), a name and a date of birth. Aligned with the Patient of CA Baseline, which it does not claim to implement.',
  type: 'Patient',
  element: [
    {
      id: 'Patient.identifier',
      min: 1,
      slicing: { discriminator: [{ type: 'value', path: 'system' }], rules: 'open' },
      mustSupport: true,
    },
    {
      id: 'Patient.identifier:NAM',
      sliceName: 'NAM',
      min: 1,
      max: '1',
      mustSupport: true,
      constraint: [
        {
          key: 'continuum-nam',
          severity: 'error',
          human: 'A NAM is four letters and eight digits, without spaces.',
          expression: "value.matches('^[A-Z]{4}[0-9]{8}$')",
        },
      ],
    },
    {
      id: 'Patient.identifier:NAM.system',
      min: 1,
      fixedUri: 'https://fhir.infoway-inforoute.ca/NamingSystem/ca-qc-patient-healthcare-id',
    },
    { id: 'Patient.identifier:NAM.value', min: 1 },
    { id: 'Patient.name', min: 1, mustSupport: true },
    { id: 'Patient.birthDate', min: 1, mustSupport: true },
  ],
});
