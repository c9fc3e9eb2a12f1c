import type { PurposeOfUse } from './purpose.ts';
import { parsePurpose } from './state-purpose.ts';

type Coding = { system?: unknown; code?: unknown } | null;
type Extensions = { ihe_iua?: { purpose_of_use?: unknown } | null } | null;

/**
 * The purposes that a token is for, and no other: `extensions` of its claims (IHE IUA, ITI-71, `purpose_of_use`).
 * Undefined: it names none. What it names and nobody here knows bounds it all the same, to nothing.
 */
export function namedPurposes(extensions: unknown): PurposeOfUse[] | undefined {
  const { purpose_of_use: named } = (extensions as Extensions | undefined)?.ihe_iua ?? {};
  if (named === undefined) return undefined;
  const codings = Array.isArray(named) ? (named as Coding[]) : [];
  return codings
    .map(coding => parsePurpose(`${coding?.system}|${coding?.code}`))
    .filter(code => code !== undefined);
}
