import { profile, referenceTo } from './build.ts';

const drug = {
  min: 1,
  mustSupport: true,
  constraint: [
    {
      key: 'continuum-drug',
      severity: 'error',
      human: 'The drug is told by a code, in words, or by a reference.',
      expression: '(as(CodeableConcept).coding.code.exists() or as(CodeableConcept).text.exists()) or as(Reference).exists()',
    },
  ],
};

/** A prescription, as CA Baseline has a MedicationRequest: of what, for whom, when and by whom. */
export const medicationRequestProfile = profile({
  id: 'continuum-medication-request',
  name: 'ContinuumMedicationRequest',
  title: 'Prescription',
  description:
    'A prescription with its drug, its usager, its date and its prescriber. Aligned with the MedicationRequest of CA Baseline, which it does not claim to implement.',
  type: 'MedicationRequest',
  element: [
    { id: 'MedicationRequest.medication[x]', ...drug },
    { id: 'MedicationRequest.subject', type: referenceTo('Patient') },
    { id: 'MedicationRequest.authoredOn', min: 1, mustSupport: true },
    { id: 'MedicationRequest.requester', min: 1, mustSupport: true },
  ],
});

/** What a pharmacy handed over: of what, to whom, when, how much. */
export const medicationDispenseProfile = profile({
  id: 'continuum-medication-dispense',
  name: 'ContinuumMedicationDispense',
  title: 'Dispense',
  description:
    'A drug that a pharmacy prepared or handed over: whose it is, when, and how much. Aligned with the MedicationDispense of CA Baseline, which it does not claim to implement.',
  type: 'MedicationDispense',
  element: [
    { id: 'MedicationDispense.medication[x]', ...drug },
    { id: 'MedicationDispense.subject', min: 1, mustSupport: true, type: referenceTo('Patient') },
    { id: 'MedicationDispense.quantity', mustSupport: true },
    { id: 'MedicationDispense.quantity.value', min: 1 },
    {
      id: 'MedicationDispense.whenHandedOver',
      mustSupport: true,
    },
  ],
});
