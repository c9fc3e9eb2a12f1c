import type { Resource } from '@continuum/standards-fhir';
import { compare, isExact } from './compare.ts';
import { type Levels, levelsOf } from './likeness.ts';
import { gradeFrom, likeness, type MatchAspect, priorOdds } from './weights.data.ts';

/** Codes of `http://terminology.hl7.org/CodeSystem/match-grade`. */
export type MatchGrade = 'certain' | 'probable' | 'possible' | 'certainly-not';

export interface Score {
  /** The probability that both are of one person. */
  probability: number;
  grade: MatchGrade;
  levels: Levels;
}

/** The weight of evidence in bits (Fellegi and Sunter, 1969): the sum of log2(m / u). */
function weightOf(levels: Levels): number {
  let weight = 0;
  for (const [aspect, level] of Object.entries(levels)) {
    const { m, u } = likeness[aspect as MatchAspect][level]!;
    weight += Math.log2(m / u);
  }
  return weight;
}

/** Twins share all but the given name: where it differs, what else is alike is not independent of it. */
const twins = 0.85;

function gradeOf(probability: number): MatchGrade {
  if (probability >= gradeFrom.probable) return 'probable';
  return probability >= gradeFrom.possible ? 'possible' : 'certainly-not';
}

/**
 * How probable it is that a description and a registered usager are one person. `certain` is the exact rule of
 * identification and nothing else: no sum of likenesses makes a certainty.
 */
export function score(claim: Resource, registered: Resource): Score {
  const levels = levelsOf(claim, registered);
  const odds = priorOdds * 2 ** weightOf(levels);
  const summed = odds / (1 + odds);
  const probability = levels.given === 'differs' ? Math.min(summed, twins) : summed;
  const exact = isExact(compare(claim, registered));
  return { probability, levels, grade: exact ? 'certain' : gradeOf(probability) };
}
