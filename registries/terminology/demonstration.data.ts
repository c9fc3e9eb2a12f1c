import type { Concept } from './concept.ts';

/**
 * A few codes written by hand, so that the demonstration has something to show: the licensed terminologies are
 * loaded from their official files (`npx continuum terminology load`), and replace these.
 */

const fr = (value: string) => ({ language: 'fr-CA', value });

const test = (code: string, display: string, french: string, scale = 'Qn'): Concept => ({
  code,
  display,
  designations: [fr(french)],
  properties: { SCALE_TYP: [scale], STATUS: ['ACTIVE'] },
});

export const loinc: readonly Concept[] = [
  test('2345-7', 'Glucose [Mass/volume] in Serum or Plasma', 'Glucose sérique'),
  test('14749-6', 'Glucose [Moles/volume] in Serum or Plasma', 'Glucose sérique (mmol/L)'),
  test('4548-4', 'Hemoglobin A1c/Hemoglobin.total in Blood', 'Hémoglobine glyquée (HbA1c)'),
  test('718-7', 'Hemoglobin [Mass/volume] in Blood', 'Hémoglobine'),
  test('6690-2', 'Leukocytes [#/volume] in Blood by Automated count', 'Leucocytes'),
  test('777-3', 'Platelets [#/volume] in Blood by Automated count', 'Plaquettes'),
  test('2160-0', 'Creatinine [Mass/volume] in Serum or Plasma', 'Créatinine sérique'),
  test('14682-9', 'Creatinine [Moles/volume] in Serum or Plasma', 'Créatinine sérique (µmol/L)'),
  test('2951-2', 'Sodium [Moles/volume] in Serum or Plasma', 'Sodium'),
  test('2823-3', 'Potassium [Moles/volume] in Serum or Plasma', 'Potassium'),
  test('3016-3', 'Thyrotropin [Units/volume] in Serum or Plasma', 'TSH'),
  test('2093-3', 'Cholesterol [Mass/volume] in Serum or Plasma', 'Cholestérol total'),
  test('6301-6', 'INR in Platelet poor plasma by Coagulation assay', 'RIN'),
  test('60591-5', 'Patient summary Document', 'Sommaire du patient', 'Doc'),
  test('10160-0', 'History of Medication use Narrative', 'Médicaments', 'Nar'),
  test('48765-2', 'Allergies and adverse reactions Document', 'Allergies et réactions indésirables', 'Doc'),
  test('11450-4', 'Problem list - Reported', 'Liste de problèmes', 'Nar'),
  test('11369-6', 'History of Immunization Narrative', 'Immunisations', 'Nar'),
  test('30954-2', 'Relevant diagnostic tests/laboratory data Narrative', 'Résultats', 'Nar'),
  test('47519-4', 'History of Procedures Document', 'Interventions', 'Doc'),
];

const finding = (code: string, display: string, french: string, ...parents: string[]): Concept => ({
  code,
  display,
  designations: [fr(french)],
  parents,
});

export const snomed: readonly Concept[] = [
  finding('138875005', 'SNOMED CT Concept', 'Concept SNOMED CT'),
  finding('404684003', 'Clinical finding', 'Constatation clinique', '138875005'),
  finding('64572001', 'Disease', 'Maladie', '404684003'),
  finding('73211009', 'Diabetes mellitus', 'Diabète sucré', '64572001'),
  finding('44054006', 'Type 2 diabetes mellitus', 'Diabète de type 2', '73211009'),
  finding('46635009', 'Type 1 diabetes mellitus', 'Diabète de type 1', '73211009'),
  finding('38341003', 'Hypertensive disorder', 'Hypertension artérielle', '64572001'),
  finding('195967001', 'Asthma', 'Asthme', '64572001'),
  finding('13645005', 'Chronic obstructive lung disease', 'Maladie pulmonaire obstructive chronique', '64572001'),
  finding('49601007', 'Disorder of cardiovascular system', 'Maladie cardiovasculaire', '64572001'),
  finding('84114007', 'Heart failure', 'Insuffisance cardiaque', '49601007'),
  finding('49436004', 'Atrial fibrillation', 'Fibrillation auriculaire', '49601007'),
  finding('420134006', 'Propensity to adverse reaction', 'Prédisposition à une réaction indésirable', '404684003'),
  finding('91936005', 'Allergy to penicillin', 'Allergie à la pénicilline', '420134006'),
  finding('91935009', 'Allergy to peanut', 'Allergie aux arachides', '420134006'),
  finding('71388002', 'Procedure', 'Intervention', '138875005'),
  finding('80146002', 'Excision of appendix', 'Appendicectomie', '71388002'),
  finding('33879002', 'Administration of vaccine', 'Vaccination', '71388002'),
];

const drug = (code: string, display: string, atc: string): Concept => ({ code, display, properties: { ATC: [atc] } });

export const din: readonly Concept[] = [
  drug('02242974', 'METFORMIN 500 MG TABLET', 'A10BA02'),
  drug('02242931', 'METFORMIN 850 MG TABLET', 'A10BA02'),
  drug('02284065', 'AMLODIPINE 5 MG TABLET', 'C08CA01'),
  drug('02243352', 'RAMIPRIL 5 MG CAPSULE', 'C09AA05'),
  drug('02230711', 'ATORVASTATIN 10 MG TABLET', 'C10AA05'),
  drug('02241497', 'SALBUTAMOL 100 MCG INHALER', 'R03AC02'),
  drug('00628115', 'AMOXICILLIN 500 MG CAPSULE', 'J01CA04'),
  drug('02172062', 'LEVOTHYROXINE 0.05 MG TABLET', 'H03AA01'),
];

/** By address: name and concepts. */
export const demonstration: Readonly<Record<string, { name: string; concepts: readonly Concept[] }>> = {
  'http://loinc.org': { name: 'LOINC (demonstration)', concepts: loinc },
  'http://snomed.info/sct': { name: 'SNOMED CT (demonstration)', concepts: snomed },
  'http://hl7.org/fhir/NamingSystem/ca-hc-din': { name: 'DIN (demonstration)', concepts: din },
};
