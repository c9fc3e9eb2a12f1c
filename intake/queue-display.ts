import type { DepositHeader, DepositState } from '@continuum/record-gate';
import { displayUsager, type UsagerDisplay } from '@continuum/registries-patient';
import type { Issue } from '@continuum/standards-fhir';
import type { WaitingReason } from './deposit.ts';

/** One line of a queue, as a person reads it. */
export interface DepositDisplay {
  id: string;
  /** When it was received; its age is counted from there. */
  receivedAt: string;
  /** The system, and the organisme it sends for. */
  source: string;
  organization?: string;
  format: string;
  contentType: string;
  size: number;
  state: DepositState;
  reason?: WaitingReason;
  issues: Issue[];
  /** Whom it says the usagers are; each waits for a decision under its number. */
  claims: {
    number: number;
    reason: WaitingReason;
    usager: Omit<UsagerDisplay, 'id' | 'active' | 'deceased'>;
  }[];
}

/** Display values of a deposit: never its bytes, which are read one by one. */
export function displayDeposit(deposit: DepositHeader): DepositDisplay {
  const { id, receivedAt, actor, format, contentType, size, state, outcome = {} } = deposit;
  const claims = (outcome.claims ?? []).map(({ number, reason, patient }) => {
    const { family, given, birthDate, gender, nam } = displayUsager(patient);
    return { number, reason, usager: { family, given, birthDate, gender, nam } };
  });
  const { reason, issues = [] } = outcome;
  const common = { id, receivedAt: receivedAt.toISOString(), source: actor.name, format, contentType, size };
  return { ...common, organization: actor.organization?.name, state, reason, issues, claims };
}
