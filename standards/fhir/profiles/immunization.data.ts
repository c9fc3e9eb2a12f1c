import { profile } from './build.ts';

/** A vaccine that was given, or not, as PS-CA has an Immunization. */
export const immunizationProfile = profile({
  id: 'continuum-immunization',
  name: 'ContinuumImmunization',
  title: 'Vaccination',
  description:
    'A vaccination with the code of its vaccine and its date. Aligned with the Immunization of PS-CA, which it does not claim to implement.',
  type: 'Immunization',
  element: [
    { id: 'Immunization.vaccineCode.coding', min: 1, mustSupport: true },
    { id: 'Immunization.vaccineCode.coding.code', min: 1 },
    { id: 'Immunization.occurrence[x]', mustSupport: true },
  ],
});
