import { checkDigit } from './check-digit.ts';
import { namPrefix } from './letters.ts';

export interface NamParts {
  familyNameAtBirth: string;
  givenName: string;
  /** `YYYY-MM-DD`, from 1900 to 2099. */
  birthDate: string;
  sex: 'M' | 'F';
  /** Tells apart people who share everything else: 1–9, or a letter except I and O. Default `1`. */
  sequence?: string;
}

/** The valid NAM of a synthetic person. */
export function makeNam({ familyNameAtBirth, givenName, birthDate, sex, sequence = '1' }: NamParts): string {
  const [year = 0, month = 0, day = 0] = birthDate.split('-').map(Number);
  const prefix = namPrefix(familyNameAtBirth, givenName);
  const date = [year % 100, month + (sex === 'F' ? 50 : 0), day].map(part => String(part).padStart(2, '0'));
  return `${prefix}${date.join('')}${sequence}${checkDigit({ prefix, year, month, day, sex, sequence })}`;
}
