/** FHIR dates may stop at the year or the month: the first and the last day they may mean. */
const earliest = (birthDate: string): string =>
  (birthDate + '-01-01'.slice(birthDate.length - 4)).slice(0, 10);
const latest = (birthDate: string): string => (birthDate + '-12-31'.slice(birthDate.length - 4)).slice(0, 10);

const birthday = (birthDate: string, age: number): string =>
  `${String(Number(birthDate.slice(0, 4)) + age).padStart(4, '0')}${birthDate.slice(4)}`;

/** True when the person has certainly reached that age; an incomplete date counts as its last day. */
export const hasReached = (age: number, birthDate: string, day: string): boolean =>
  birthday(latest(birthDate), age) <= day;

/** True when the person may have reached that age; an incomplete date counts as its first day. */
export const mayHaveReached = (age: number, birthDate: string, day: string): boolean =>
  birthday(earliest(birthDate), age) <= day;
