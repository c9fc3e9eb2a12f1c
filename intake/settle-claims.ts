import type { Attachment, DepositHeader, DepositOutcome, WaitingClaim } from '@continuum/record-gate';
import type { Patients } from '@continuum/registries-patient';
import { validNamsOf } from '@continuum/registries-patient';
import type { Issue } from '@continuum/standards-fhir';
import type { ClaimToSettle, Settled } from './prepared.ts';

/** Every claim answered, or what waits for a person. */
export type Settlement =
  | { outcome: 'settled'; settled: Settled[] }
  | { outcome: 'waiting'; waiting: Waiting };

type Waiting = Required<Pick<DepositOutcome, 'claims' | 'nams' | 'issues' | 'reason'>>;

interface Answer {
  settled?: Settled;
  waits?: { claim: WaitingClaim; issues: Issue[] };
}

const placed = (issues: readonly Issue[], at: string): Issue[] =>
  issues.map(issue => ({ ...issue, expression: issue.expression?.replace(/^Patient/, at) ?? at }));

async function answer(
  patients: Patients,
  { claim, at, registers }: ClaimToSettle,
  number: number,
  { origin }: DepositHeader,
): Promise<Answer> {
  const found = registers
    ? await patients.admit(claim.patient, registers.id, origin)
    : await patients.identify(claim, origin);
  if (found.outcome === 'register') return { settled: 'registered' };
  if (found.outcome === 'exact') return { settled: { usager: found.usager } };
  return { waits: { claim: { ...claim, number, reason: found.reason }, issues: placed(found.issues, at) } };
}

const decided = (attachments: readonly Attachment[], number: number): Answer | undefined => {
  const found = attachments.find(({ claim }) => claim === number);
  return found && { settled: { usager: found.usager } };
};

function waitingFor(waits: NonNullable<Answer['waits']>[]): Waiting {
  const claims = waits.map(({ claim }) => claim);
  return {
    claims,
    nams: [...new Set(claims.flatMap(({ patient }) => validNamsOf(patient)))],
    issues: waits.flatMap(({ issues }) => issues),
    reason: claims[0]!.reason,
  };
}

/**
 * Answers every claim of a deposit: by what a person decided, or by the exact rule. One that waits makes the
 * whole deposit wait: it is written once, and whole.
 */
export async function settleClaims(
  patients: Patients,
  claims: readonly ClaimToSettle[],
  deposit: DepositHeader,
  attachments: readonly Attachment[],
): Promise<Settlement> {
  const answers: Answer[] = [];
  for (const [number, claim] of claims.entries())
    answers.push(decided(attachments, number) ?? (await answer(patients, claim, number, deposit)));
  const waits = answers.map(({ waits }) => waits).filter(one => one !== undefined);
  if (waits.length > 0) return { outcome: 'waiting', waiting: waitingFor(waits) };
  return { outcome: 'settled', settled: answers.map(({ settled }) => settled!) };
}
