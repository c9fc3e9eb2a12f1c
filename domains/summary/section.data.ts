import type { Resource } from '@continuum/standards-fhir';
import type { Domain } from '@continuum/trust-access';

/** One section of the document, in IPS's order. */
export interface SectionDefinition {
  /** LOINC. */
  code: string;
  display: string;
  title: { fr: string; en: string };
  types: readonly string[];
  /** What a reader must have to see all of it. */
  domain: Domain;
  /** Of IPS's absent-unknown codes; required sections have one. */
  noInformation?: { code: string; display: string; resource(code: object, subject: object): Resource };
}

const conditionClinical = 'http://terminology.hl7.org/CodeSystem/condition-clinical';
const allergyClinical = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical';
const active = (system: string) => ({ coding: [{ system, code: 'active' }] });

export const sections: readonly SectionDefinition[] = [
  {
    code: '10160-0',
    display: 'History of Medication use Narrative',
    title: { fr: 'Médicaments', en: 'Medications' },
    types: ['MedicationRequest', 'MedicationStatement', 'MedicationDispense'],
    domain: 'medication',
    noInformation: {
      code: 'no-medication-info',
      display: 'No information about medications',
      resource: (code, subject) => ({
        resourceType: 'MedicationStatement',
        status: 'unknown',
        medicationCodeableConcept: code,
        subject,
        _effectiveDateTime: {
          extension: [
            { url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'not-applicable' },
          ],
        },
      }),
    },
  },
  {
    code: '48765-2',
    display: 'Allergies and adverse reactions Document',
    title: { fr: 'Allergies et intolérances', en: 'Allergies and intolerances' },
    types: ['AllergyIntolerance'],
    domain: 'summary',
    noInformation: {
      code: 'no-allergy-info',
      display: 'No information about allergies',
      resource: (code, patient) => ({
        resourceType: 'AllergyIntolerance',
        clinicalStatus: active(allergyClinical),
        code,
        patient,
      }),
    },
  },
  {
    code: '11450-4',
    display: 'Problem list - Reported',
    title: { fr: 'Problèmes', en: 'Problems' },
    types: ['Condition'],
    domain: 'summary',
    noInformation: {
      code: 'no-problem-info',
      display: 'No information about problems',
      resource: (code, subject) => ({
        resourceType: 'Condition',
        clinicalStatus: active(conditionClinical),
        code,
        subject,
      }),
    },
  },
  {
    code: '11369-6',
    display: 'History of Immunization Narrative',
    title: { fr: 'Immunisations', en: 'Immunizations' },
    types: ['Immunization'],
    domain: 'summary',
  },
  {
    code: '30954-2',
    display: 'Relevant diagnostic tests/laboratory data Narrative',
    title: { fr: 'Résultats', en: 'Results' },
    types: ['Observation', 'DiagnosticReport'],
    domain: 'laboratory',
  },
  {
    code: '47519-4',
    display: 'History of Procedures Document',
    title: { fr: 'Interventions', en: 'Procedures' },
    types: ['Procedure'],
    domain: 'summary',
  },
];

/** What those refer to, that comes along when the reader may see it. */
export const companions = [
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'Location',
  'Medication',
  'Device',
  'Specimen',
  'Encounter',
  'ServiceRequest',
];
