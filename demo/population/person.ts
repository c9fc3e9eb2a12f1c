/** A synthetic person of the territory. Dates are `AAAA-MM-DD`. */
export interface DemoPerson {
  /** id of the Patient. */
  id: string;
  nam: string;
  familyName: string;
  givenName: string;
  sex: 'female' | 'male';
  birthDate: string;
  municipality: string;
  postalCode: string;
  street: string;
  phone: string;
  /** id of the mother's Patient, when she is in the territory too. */
  mother?: string;
  /** Birth dates of a mother's children: her pregnancies. */
  children?: readonly string[];
  /** Names a place in the cast: `usager-demo`. */
  role?: string;
  /** What shapes the history. */
  traits: readonly Trait[];
}

/** `pregnancy`: under way; those of children already born come from their birth dates. */
export type Trait =
  | 'diabetes'
  | 'hypertension'
  | 'dyslipidemia'
  | 'hypothyroidism'
  | 'asthma'
  | 'depression'
  | 'atrial-fibrillation'
  | 'reflux'
  | 'pregnancy'
  | 'fall'
  | 'penicillin-allergy'
  | 'peanut-allergy'
  | 'injury'
  | 'infection'
  | 'child'
  | 'screening'
  | 'complete';

/** Whole years between a birth date and a day. */
export function ageOn(birthDate: string, day: Date): number {
  const born = new Date(birthDate);
  const years = day.getUTCFullYear() - born.getUTCFullYear();
  const before =
    day.getUTCMonth() < born.getUTCMonth() ||
    (day.getUTCMonth() === born.getUTCMonth() && day.getUTCDate() < born.getUTCDate());
  return before ? years - 1 : years;
}
