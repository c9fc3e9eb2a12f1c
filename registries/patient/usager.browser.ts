import { ageOf, monthsOf, type Say, useText } from '@continuum/ui-language';
import { texts } from './texts.ts';

/** A usager as `/api/patient` shows them. */
export interface Usager {
  /** Address of the Patient for the next request; never shown. */
  id: string;
  family: string;
  given: string;
  birthDate?: string;
  gender?: string;
  nam?: string;
  city?: string;
  deceased?: true | string;
  active: boolean;
}

/** `Tremblay, Marie`. */
export const nameOf = (usager: Usager): string =>
  [usager.family, usager.given].filter(Boolean).join(',\u00a0');

function ageText(say: Say<(typeof texts)['keys'][number]>, birthDate: string | undefined): string {
  const years = ageOf(birthDate);
  if (years === undefined || birthDate === undefined) return '';
  if (years < 2) return say('age.months', { count: monthsOf(birthDate) });
  return say('age.years', { count: years });
}

const sexes = ['male', 'female', 'other'] as const;

/** Age and sex in words, in the current language. */
export function useUsagerWords() {
  const say = useText(texts);
  return {
    age: (usager: Usager) => ageText(say, usager.birthDate),
    sex: (usager: Usager) => say(`sex.${sexes.find(sex => sex === usager.gender) ?? 'unknown'}`),
  };
}
