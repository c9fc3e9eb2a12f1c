import type { Domain } from '@continuum/trust-access';

/** What may be subscribed to: new or changed resources of one type. */
export interface Topic {
  url: string;
  title: string;
  type: string;
  /** Only those of that kind of information. */
  domain?: Domain;
  /** Search parameters that may narrow it. */
  filters: readonly string[];
}

const base = 'https://continuum.health/fhir/SubscriptionTopic';

const topic = (id: string, title: string, type: string, filters: string, domain?: Domain): Topic => ({
  url: `${base}/${id}`,
  title,
  type,
  filters: filters.split(' '),
  ...(domain && { domain }),
});

/** The topics of this server. */
export const topics: readonly Topic[] = [
  topic('laboratory-result', 'New or changed laboratory result', 'Observation', 'patient category code status', 'laboratory'),
  topic('laboratory-report', 'New or changed laboratory report', 'DiagnosticReport', 'patient category code status', 'laboratory'),
  topic('imaging-report', 'New or changed imaging report', 'DiagnosticReport', 'patient category code status', 'imaging'),
  topic('imaging-study', 'New or changed imaging study', 'ImagingStudy', 'patient modality status'),
  topic('prescription', 'New or changed prescription', 'MedicationRequest', 'patient category code status intent'),
  topic('dispense', 'New or changed dispense', 'MedicationDispense', 'patient code status'),
  topic('encounter', 'New or changed encounter', 'Encounter', 'patient class type status'),
  topic('appointment', 'New or changed appointment', 'Appointment', 'patient service-type status'),
  topic('observation', 'New or changed observation of any kind', 'Observation', 'patient category code status'),
  topic('condition', 'New or changed condition', 'Condition', 'patient category code clinical-status'),
  topic('allergy', 'New or changed allergy', 'AllergyIntolerance', 'patient category code clinical-status'),
  topic('immunization', 'New or changed immunization', 'Immunization', 'patient vaccine-code status'),
  topic('document', 'New or changed document', 'DocumentReference', 'patient category type status'),
  topic('patient', 'New or changed identity of a usager', 'Patient', '_id identifier'),
];
