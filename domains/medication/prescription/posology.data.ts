/** Unified Code for Units of Measure; what it has no unit for is an annotation of its own. */
export const ucum = 'http://unitsofmeasure.org';
export const snomed = 'http://snomed.info/sct';

export interface Unit {
  code: string;
  /** As it is written in the prescription: one, several. */
  one: string;
  many: string;
}

export const units = [
  { code: '{tablet}', one: 'comprimé', many: 'comprimés' },
  { code: '{capsule}', one: 'capsule', many: 'capsules' },
  { code: 'mL', one: 'mL', many: 'mL' },
  { code: 'mg', one: 'mg', many: 'mg' },
  { code: 'g', one: 'g', many: 'g' },
  { code: '[iU]', one: 'unité', many: 'unités' },
  { code: '[drp]', one: 'goutte', many: 'gouttes' },
  { code: '{inhalation}', one: 'inhalation', many: 'inhalations' },
  { code: '{application}', one: 'application', many: 'applications' },
  { code: '{patch}', one: 'timbre', many: 'timbres' },
  { code: '{suppository}', one: 'suppositoire', many: 'suppositoires' },
] as const satisfies readonly Unit[];

export interface Frequency {
  code: string;
  text: string;
  /** Timing.repeat of R4. */
  repeat: { frequency: number; period: number; periodUnit: 'h' | 'd' | 'wk' };
  /** How often in a day: what a quantity follows from. */
  perDay: number;
}

const perDay = (frequency: number) => ({ repeat: { frequency, period: 1, periodUnit: 'd' }, perDay: frequency }) as const;
const every = (period: number) =>
  ({ repeat: { frequency: 1, period, periodUnit: 'h' }, perDay: 24 / period }) as const;

export const frequencies = [
  { code: '1-d', text: '1 fois par jour', ...perDay(1) },
  { code: '2-d', text: '2 fois par jour', ...perDay(2) },
  { code: '3-d', text: '3 fois par jour', ...perDay(3) },
  { code: '4-d', text: '4 fois par jour', ...perDay(4) },
  { code: '4-h', text: 'toutes les 4 heures', ...every(4) },
  { code: '6-h', text: 'toutes les 6 heures', ...every(6) },
  { code: '8-h', text: 'toutes les 8 heures', ...every(8) },
  { code: '12-h', text: 'toutes les 12 heures', ...every(12) },
  { code: '1-wk', text: '1 fois par semaine', repeat: { frequency: 1, period: 1, periodUnit: 'wk' }, perDay: 1 / 7 },
] as const satisfies readonly Frequency[];

export interface Route {
  /** SNOMED CT. */
  code: string;
  display: string;
  text: string;
}

export const routes = [
  { code: '26643006', display: 'Oral route', text: 'par voie orale' },
  { code: '37839007', display: 'Sublingual route', text: 'par voie sublinguale' },
  { code: '447694001', display: 'Respiratory tract route', text: 'par inhalation' },
  { code: '46713006', display: 'Nasal route', text: 'par voie nasale' },
  { code: '6064005', display: 'Topical route', text: 'par voie topique' },
  { code: '45890007', display: 'Transdermal route', text: 'par voie transdermique' },
  { code: '54485002', display: 'Ophthalmic route', text: 'par voie ophtalmique' },
  { code: '10547007', display: 'Otic route', text: 'par voie otique' },
  { code: '34206005', display: 'Subcutaneous route', text: 'par voie sous-cutanée' },
  { code: '78421000', display: 'Intramuscular route', text: 'par voie intramusculaire' },
  { code: '47625008', display: 'Intravenous route', text: 'par voie intraveineuse' },
  { code: '37161004', display: 'Rectal route', text: 'par voie rectale' },
] as const satisfies readonly Route[];

export const cancelSystem = 'http://terminology.hl7.org/CodeSystem/medicationrequest-status-reason';

export interface CancelReason {
  code: string;
  text: string;
}

/** Why a prescription is cancelled: HL7's codes. */
export const cancelReasons = [
  { code: 'altchoice', text: 'Autre traitement choisi' },
  { code: 'salg', text: 'Allergie' },
  { code: 'sintol', text: 'Intolérance' },
  { code: 'sddi', text: 'Interaction médicamenteuse' },
  { code: 'sdupther', text: 'Traitement en double' },
  { code: 'preg', text: 'Grossesse ou allaitement' },
  { code: 'clarif', text: 'Ordonnance à préciser' },
] as const satisfies readonly CancelReason[];
