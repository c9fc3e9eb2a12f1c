import type { Evaluator } from './finding.ts';
import type { Observation } from './observation.ts';

/** Trying what a refusal closes: again and again at one person, or at several. */
export const refusalProbing: Evaluator = ({ observations }, _, { one = 10, several = 5 }) => {
  const tries = observations.filter(({ outcome, usager }) => outcome === 'refused' && usager !== undefined);
  const by = Map.groupBy(tries, ({ usager }) => usager!);
  const most = Math.max(0, ...[...by.values()].map(({ length }) => length));
  if (most < one && by.size < several) return [];
  const usager = by.size === 1 ? { usager: [...by.keys()][0]! } : {};
  return [{ ...usager, evidence: tries, figures: { tries: tries.length, usagers: by.size, one, several } }];
};

/** Days since an arbitrary one: the birth date of a NAM, whatever its century. */
function birthOf(nam: string): number {
  const month = Number(nam.slice(6, 8)) % 50;
  return Date.UTC(2000 + Number(nam.slice(4, 6)), month - 1, Number(nam.slice(8, 10))) / 86_400_000;
}

/** The same letters and another day nearby, or the same person's letters and date with another end. */
export function areNeighbours(a: string, b: string): boolean {
  if (a === b || a.slice(0, 4) !== b.slice(0, 4)) return false;
  return Math.abs(birthOf(a) - birthOf(b)) <= 2;
}

const minutesBetween = (a: Observation, b: Observation): number =>
  (Date.parse(b.at) - Date.parse(a.at)) / 60_000;

/** NAMs that follow each other, each looked up soon after the one before: the longest such row of a day. */
export const sequentialNam: Evaluator = ({ observations }, _, { least = 4, minutes = 30 }) => {
  const lookups = observations
    .filter(({ nam }) => nam !== undefined)
    // The same one twice in a row is a mistyped form, or a reload.
    .filter((one, at, all) => at === 0 || all[at - 1]!.nam !== one.nam);
  let longest: Observation[] = [];
  let row: Observation[] = [];
  for (const one of lookups) {
    const last = row.at(-1);
    const follows = last && areNeighbours(last.nam!, one.nam!) && minutesBetween(row[0]!, one) <= minutes;
    row = follows ? [...row, one] : [one];
    if (row.length > longest.length) longest = row;
  }
  const distinct = new Set(longest.map(({ nam }) => nam)).size;
  if (distinct < least) return [];
  return [{ evidence: longest, figures: { lookups: distinct, minutes, least } }];
};
