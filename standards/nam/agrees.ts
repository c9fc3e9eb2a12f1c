import { namPrefix } from './letters.ts';
import type { Nam } from './parse.ts';

/** What is known of the person by other means; what is absent is not compared. */
export interface Person {
  /** Family name at birth. */
  family?: string;
  given?: string;
  birthDate?: string;
  sex?: 'M' | 'F';
}

export type NamDifference = 'family' | 'given' | 'birth-date' | 'sex';

/**
 * What the NAM says otherwise than the person; empty when they agree. A difference proves nothing: names
 * and sex markers are changed by law while the number may stay.
 */
export function namDifferences(nam: Nam, person: Person): NamDifference[] {
  const differences: NamDifference[] = [];
  const prefix = namPrefix(person.family ?? '', person.given ?? '');
  if (person.family !== undefined && prefix.slice(0, 3) !== nam.value.slice(0, 3)) differences.push('family');
  if (person.given !== undefined && prefix.charAt(3) !== nam.value.charAt(3)) differences.push('given');
  if (person.birthDate !== undefined && person.birthDate !== nam.birthDate) differences.push('birth-date');
  if (person.sex !== undefined && person.sex !== nam.sex) differences.push('sex');
  return differences;
}

/** True when nothing that is known of the person contradicts the NAM. */
export function agrees(nam: Nam, person: Person): boolean {
  return namDifferences(nam, person).length === 0;
}
