import type { Domain } from '@continuum/trust-access';
import type { Both } from './words/language.ts';

/** Resources of one type within a chapter, the newest first. */
export interface Section {
  title: Both;
  type: string;
  /** The search parameter of its date. */
  sort: string;
  /** Search parameters of the references whose names are told. */
  include?: readonly string[];
  /** Of a type that several domains share: of which domain, `other` being that of no other chapter. */
  domain?: Domain | 'other';
}

export interface Chapter {
  title: Both;
  sections: readonly Section[];
}

/** What a copy tells, in order: one chapter a domain. A type that is not here is told at the end, under its own name. */
export const chapters: readonly Chapter[] = [
  {
    title: { fr: 'Médicaments', en: 'Medications' },
    sections: [
      {
        title: { fr: 'Ordonnances', en: 'Prescriptions' },
        type: 'MedicationRequest',
        sort: 'authoredon',
        include: ['medication', 'requester'],
      },
      {
        title: { fr: 'Remis en pharmacie', en: 'Handed over at the pharmacy' },
        type: 'MedicationDispense',
        sort: 'whenhandedover',
        include: ['medication', 'performer'],
      },
      {
        title: { fr: 'Déclarés', en: 'Reported' },
        type: 'MedicationStatement',
        sort: 'effective',
        include: ['medication', 'source'],
      },
      {
        title: { fr: 'Administrés', en: 'Administered' },
        type: 'MedicationAdministration',
        sort: 'effective-time',
        include: ['medication', 'performer'],
      },
    ],
  },
  {
    title: { fr: 'Laboratoire', en: 'Laboratory' },
    sections: [
      {
        title: { fr: 'Rapports', en: 'Reports' },
        type: 'DiagnosticReport',
        sort: 'date',
        include: ['performer', 'results-interpreter', 'specimen'],
        domain: 'laboratory',
      },
      {
        title: { fr: 'Résultats', en: 'Results' },
        type: 'Observation',
        sort: 'date',
        include: ['performer', 'specimen'],
        domain: 'laboratory',
      },
      { title: { fr: 'Prélèvements', en: 'Specimens' }, type: 'Specimen', sort: 'collected' },
    ],
  },
  {
    title: { fr: 'Imagerie', en: 'Imaging' },
    sections: [
      {
        title: { fr: 'Examens', en: 'Exams' },
        type: 'ImagingStudy',
        sort: 'started',
        include: ['interpreter', 'referrer'],
      },
      {
        title: { fr: 'Rapports', en: 'Reports' },
        type: 'DiagnosticReport',
        sort: 'date',
        include: ['performer', 'results-interpreter'],
        domain: 'imaging',
      },
      { title: { fr: 'Images et photos', en: 'Pictures' }, type: 'Media', sort: 'created' },
    ],
  },
  {
    title: { fr: 'Sommaire de santé', en: 'Health summary' },
    sections: [
      {
        title: { fr: 'Allergies et intolérances', en: 'Allergies and intolerances' },
        type: 'AllergyIntolerance',
        sort: 'date',
        include: ['recorder', 'asserter'],
      },
      {
        title: { fr: 'Problèmes de santé', en: 'Health problems' },
        type: 'Condition',
        sort: 'recorded-date',
        include: ['asserter'],
      },
      {
        title: { fr: 'Immunisations', en: 'Immunizations' },
        type: 'Immunization',
        sort: 'date',
        include: ['performer'],
      },
      {
        title: { fr: 'Interventions', en: 'Procedures' },
        type: 'Procedure',
        sort: 'date',
        include: ['performer'],
      },
      {
        title: { fr: 'Visites', en: 'Visits' },
        type: 'Encounter',
        sort: 'date',
        include: ['participant', 'service-provider'],
      },
      {
        title: { fr: 'Demandes', en: 'Requests' },
        type: 'ServiceRequest',
        sort: 'authored',
        include: ['requester', 'performer'],
      },
      {
        title: { fr: 'Documents', en: 'Documents' },
        type: 'DocumentReference',
        sort: 'date',
        include: ['author', 'custodian'],
      },
      {
        title: { fr: 'Autres observations', en: 'Other observations' },
        type: 'Observation',
        sort: 'date',
        include: ['performer'],
        domain: 'other',
      },
      {
        title: { fr: 'Autres rapports', en: 'Other reports' },
        type: 'DiagnosticReport',
        sort: 'date',
        include: ['performer', 'results-interpreter'],
        domain: 'other',
      },
    ],
  },
  {
    title: { fr: 'Choix de la personne', en: 'Choices of the person' },
    sections: [
      { title: { fr: 'Refus, restrictions et autres choix', en: 'Refusals, restrictions and other choices' }, type: 'Consent', sort: 'date' },
    ],
  },
];

/** What nobody's record holds, who the person is (told first), and which machine sent what: in the FHIR copy, not told. */
export const untold = [
  ...['Patient', 'Practitioner', 'PractitionerRole', 'Organization', 'OrganizationAffiliation', 'Location'],
  ...['HealthcareService', 'Medication', 'Substance', 'Device', 'Endpoint', 'Provenance', 'Binary'],
];
