import type { Both } from './language.ts';

/** Codes of states, as people say them; those of several value sets of R4 together. A code that is not here is shown as it is. */
export const statuses: Readonly<Record<string, Both>> = {
  active: { fr: 'en vigueur', en: 'active' },
  inactive: { fr: 'inactif', en: 'inactive' },
  'on-hold': { fr: 'suspendu', en: 'on hold' },
  cancelled: { fr: 'annulé', en: 'cancelled' },
  completed: { fr: 'terminé', en: 'completed' },
  'entered-in-error': { fr: 'inscrit par erreur', en: 'entered in error' },
  stopped: { fr: 'cessé', en: 'stopped' },
  draft: { fr: 'ébauche', en: 'draft' },
  unknown: { fr: 'inconnu', en: 'unknown' },
  registered: { fr: 'enregistré', en: 'registered' },
  partial: { fr: 'partiel', en: 'partial' },
  preliminary: { fr: 'préliminaire', en: 'preliminary' },
  final: { fr: 'final', en: 'final' },
  amended: { fr: 'modifié', en: 'amended' },
  corrected: { fr: 'corrigé', en: 'corrected' },
  appended: { fr: 'complété', en: 'appended' },
  available: { fr: 'disponible', en: 'available' },
  unavailable: { fr: 'non disponible', en: 'unavailable' },
  'in-progress': { fr: 'en cours', en: 'in progress' },
  preparation: { fr: 'en préparation', en: 'in preparation' },
  'not-done': { fr: 'non fait', en: 'not done' },
  declined: { fr: 'refusé', en: 'declined' },
  intended: { fr: 'prévu', en: 'intended' },
  'not-taken': { fr: 'non pris', en: 'not taken' },
  planned: { fr: 'prévu', en: 'planned' },
  arrived: { fr: 'arrivé', en: 'arrived' },
  triaged: { fr: 'trié', en: 'triaged' },
  onleave: { fr: 'en congé temporaire', en: 'on leave' },
  finished: { fr: 'terminé', en: 'finished' },
  proposed: { fr: 'proposé', en: 'proposed' },
  rejected: { fr: 'rejeté', en: 'rejected' },
  recurrence: { fr: 'récurrence', en: 'recurrence' },
  relapse: { fr: 'rechute', en: 'relapse' },
  remission: { fr: 'rémission', en: 'remission' },
  resolved: { fr: 'résolu', en: 'resolved' },
  confirmed: { fr: 'confirmé', en: 'confirmed' },
  unconfirmed: { fr: 'non confirmé', en: 'unconfirmed' },
  provisional: { fr: 'provisoire', en: 'provisional' },
  differential: { fr: 'diagnostic différentiel', en: 'differential' },
  refuted: { fr: 'infirmé', en: 'refuted' },
  low: { fr: 'faible', en: 'low' },
  high: { fr: 'élevé', en: 'high' },
  'unable-to-assess': { fr: 'non évalué', en: 'unable to assess' },
  superseded: { fr: 'remplacé', en: 'superseded' },
  current: { fr: 'courant', en: 'current' },
};

/** Codes that say something else of a type than of the others. */
export const statusesOf: Readonly<Record<string, Readonly<Record<string, Both>>>> = {
  MedicationDispense: {
    completed: { fr: 'remis', en: 'handed over' },
    'in-progress': { fr: 'remise en cours', en: 'being handed over' },
  },
  Immunization: { completed: { fr: 'donnée', en: 'given' }, 'not-done': { fr: 'non donnée', en: 'not given' } },
};

/** Codes of v3 ObservationInterpretation. */
export const interpretations: Readonly<Record<string, Both>> = {
  H: { fr: 'élevé', en: 'high' },
  HH: { fr: 'élevé, critique', en: 'high, critical' },
  L: { fr: 'bas', en: 'low' },
  LL: { fr: 'bas, critique', en: 'low, critical' },
  A: { fr: 'anormal', en: 'abnormal' },
  AA: { fr: 'anormal, critique', en: 'abnormal, critical' },
  N: { fr: 'normal', en: 'normal' },
  POS: { fr: 'positif', en: 'positive' },
  NEG: { fr: 'négatif', en: 'negative' },
  S: { fr: 'sensible', en: 'susceptible' },
  I: { fr: 'intermédiaire', en: 'intermediate' },
  R: { fr: 'résistant', en: 'resistant' },
};

/** Types whose resources may have no name of their own. */
export const typeNames: Readonly<Record<string, Both>> = {
  Consent: { fr: 'Choix', en: 'Choice' },
  DiagnosticReport: { fr: 'Rapport', en: 'Report' },
  Encounter: { fr: 'Visite', en: 'Visit' },
  ImagingStudy: { fr: 'Examen d’imagerie', en: 'Imaging exam' },
  Immunization: { fr: 'Immunisation', en: 'Immunization' },
  MedicationDispense: { fr: 'Médicament remis', en: 'Medication handed over' },
  MedicationRequest: { fr: 'Ordonnance', en: 'Prescription' },
  Observation: { fr: 'Observation', en: 'Observation' },
  ServiceRequest: { fr: 'Demande', en: 'Request' },
  Specimen: { fr: 'Prélèvement', en: 'Specimen' },
  DocumentReference: { fr: 'Document', en: 'Document' },
  AuditEvent: { fr: 'Événement', en: 'Event' },
};

/** Codes of this platform's directives. */
export const directives: Readonly<Record<string, Both>> = {
  refusal: { fr: 'Refus', en: 'Refusal' },
  restriction: { fr: 'Restriction', en: 'Restriction' },
  'results-as-soon-as-possible': {
    fr: 'Résultats montrés dès que possible',
    en: 'Results shown as soon as possible',
  },
};

/** Codes of v3 ActCode for Encounter.class. */
export const classes: Readonly<Record<string, Both>> = {
  AMB: { fr: 'Consultation', en: 'Ambulatory visit' },
  EMER: { fr: 'Urgence', en: 'Emergency' },
  IMP: { fr: 'Hospitalisation', en: 'Inpatient stay' },
  ACUTE: { fr: 'Soins aigus', en: 'Acute inpatient stay' },
  OBSENC: { fr: 'Mise en observation', en: 'Observation' },
  SS: { fr: 'Chirurgie d’un jour', en: 'Short stay' },
  HH: { fr: 'Soins à domicile', en: 'Home health' },
  VR: { fr: 'Téléconsultation', en: 'Virtual visit' },
};
