/**
 * How often an aspect is alike when two descriptions are of one person (`m`), and when they are of two (`u`), by how
 * alike it is. Estimates for Québec's register, to be fitted to its own pairs: à valider.
 */
export interface Likeness {
  m: number;
  u: number;
}

export type Level = 'same' | 'close' | 'part' | 'differs';

export type MatchAspect = 'nam' | 'birthDate' | 'family' | 'given' | 'gender' | 'postalCode' | 'phone';

export const likeness: Readonly<Record<MatchAspect, Partial<Record<Level, Likeness>>>> = {
  // One slip of the pen; two numbers of one person happen when the NAM follows a change of name.
  nam: {
    same: { m: 0.95, u: 0.0000005 },
    close: { m: 0.02, u: 0.00005 },
    differs: { m: 0.03, u: 0.99995 },
  },
  // Close: day and month exchanged, or one digit.
  birthDate: {
    same: { m: 0.96, u: 0.00004 },
    close: { m: 0.025, u: 0.0008 },
    part: { m: 0.005, u: 0.003 },
    differs: { m: 0.01, u: 0.99616 },
  },
  // Part: one name of a double name (Tremblay-Gagnon), or a name at birth and one in marriage.
  family: {
    same: { m: 0.88, u: 0.003 },
    close: { m: 0.05, u: 0.003 },
    part: { m: 0.04, u: 0.004 },
    differs: { m: 0.03, u: 0.99 },
  },
  given: {
    same: { m: 0.86, u: 0.01 },
    close: { m: 0.05, u: 0.008 },
    part: { m: 0.06, u: 0.012 },
    differs: { m: 0.03, u: 0.97 },
  },
  gender: { same: { m: 0.99, u: 0.5 }, differs: { m: 0.01, u: 0.5 } },
  // People of one household share both: they weigh little against a name.
  postalCode: { same: { m: 0.65, u: 0.01 }, part: { m: 0.12, u: 0.03 }, differs: { m: 0.23, u: 0.96 } },
  phone: { same: { m: 0.55, u: 0.01 }, differs: { m: 0.45, u: 0.99 } },
};

/** One pair in so many is of one person, before anything is compared: a register of 9 million. */
export const priorOdds = 1 / 9_000_000;

/** From which probability a grade is given; below the last, nothing is said. */
export const gradeFrom = { probable: 0.9, possible: 0.1 } as const;
