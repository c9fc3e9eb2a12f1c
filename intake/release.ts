import type {
  Access,
  Attachment,
  Denied,
  DepositAct,
  DepositState,
  WaitingClaim,
} from '@continuum/record-gate';
import { newcomerOf, validNamsOf } from '@continuum/registries-patient';
import { type Issue, type Resource, validate } from '@continuum/standards-fhir';
import type { Receipt } from './deposit.ts';
import { type Kept, type ProcessDeps, processDeposit } from './process.ts';

/** A registrar's decision on one claim: that usager, or a newcomer registered from the claim. */
export type ReleaseDecision = { claim: number } & ({ patientId: string } | { newUsager: true });

/** What an action on a queue gives: the deposit went its way, or why it could not. */
export type ActOutcome =
  | { outcome: 'done'; receipt?: Receipt }
  | { outcome: 'not-found' }
  | { outcome: 'refused'; status: 409 | 422; issues: Issue[] }
  | Denied;

type Deps = ProcessDeps & { load(id: string): Promise<Kept | undefined> };

const refused = (status: 409 | 422, code: string, diagnostics: string): ActOutcome => ({
  outcome: 'refused',
  status,
  issues: [{ severity: 'error', code, diagnostics }],
});

const isRefusal = (value: ActOutcome | { usager: string }): value is ActOutcome => 'outcome' in value;

async function existing(access: Access, deps: Deps, kept: Kept, id: string) {
  const read = await access.read('Patient', id);
  if (read.outcome === 'denied') return read;
  const usager = read.outcome === 'found' ? await deps.patients.resolve(id, kept.origin) : undefined;
  return usager === undefined ? refused(422, 'not-found', 'No usager in use answers to that.') : { usager };
}

/** Registers a newcomer from a claim, unless the register knows the NAM: then it is for attaching. */
async function newcomer(access: Access, deps: Deps, kept: Kept, claim: WaitingClaim) {
  const patient: Resource & { id: string } = { ...newcomerOf(claim.patient), id: crypto.randomUUID() };
  const problems = validate(patient).filter(({ severity }) => severity === 'error' || severity === 'fatal');
  if (problems.length > 0) return { outcome: 'refused' as const, status: 422 as const, issues: problems };
  const nams = validNamsOf(patient);
  return deps.patients.exclusively(
    nams.map(nam => `nam:${nam}`),
    async () => {
      const admission = await deps.patients.admit(patient, undefined, kept.origin);
      if (admission.outcome !== 'register')
        return refused(409, 'conflict', 'The register holds this NAM: attach the deposit to that usager.');
      const outcome = await access.write([{ verb: 'create', resource: patient }]);
      if (outcome.outcome === 'denied') return outcome;
      if (outcome.outcome !== 'written')
        return { outcome: 'refused' as const, status: 409 as const, issues: outcome.issues };
      deps.registered(nams);
      return { usager: patient.id };
    },
  );
}

/** Each decision made good: the usager exists, and the registrar may see or register them. */
async function attach(deps: Deps, kept: Kept, decisions: readonly ReleaseDecision[], access: Access) {
  const by = { reference: access.actor.id, name: access.actor.name };
  const made: Attachment[] = [];
  for (const decision of decisions) {
    const claim = kept.outcome?.claims?.find(({ number }) => number === decision.claim);
    if (!claim) return refused(422, 'value', `Claim ${decision.claim} of this deposit does not wait.`);
    const found =
      'patientId' in decision
        ? await existing(access, deps, kept, decision.patientId)
        : await newcomer(access, deps, kept, claim);
    if (isRefusal(found)) return found;
    made.push({ claim: decision.claim, usager: found.usager, by });
  }
  return made;
}

/** Loads a deposit that is in one of these states, after the journal has what the person does with it. */
async function act(
  deps: Deps,
  id: string,
  states: readonly DepositState[],
  access: Access,
  what: DepositAct,
) {
  const journalled = await deps.gate.deposits.act(access, id, what);
  if (journalled.outcome !== 'journalled') return journalled;
  const kept = await deps.load(id);
  if (!kept) return { outcome: 'not-found' as const };
  return states.includes(kept.state)
    ? kept
    : refused(409, 'conflict', `This deposit is ${kept.state} already.`);
}

/**
 * A registrar says who the usager is, or registers a newcomer; the deposit then goes the same way as any
 * other, on behalf of its source, with the registrar in its Provenance. Decisions are kept beside the deposit.
 */
export async function release(
  deps: Deps,
  id: string,
  decisions: readonly ReleaseDecision[],
  access: Access,
): Promise<ActOutcome> {
  const usagers = decisions.flatMap(decision => ('patientId' in decision ? [decision.patientId] : []));
  const kept = await act(deps, id, ['waiting'], access, { act: 'release', usagers });
  if ('outcome' in kept && !('id' in kept)) return kept;
  const deposit = kept as Kept;
  const made = await attach(deps, deposit, decisions, access);
  if (!Array.isArray(made)) return made;
  const attachments = [...(deposit.outcome?.attachments ?? []), ...made];
  const outcome = { ...deposit.outcome, attachments };
  await deps.gate.deposits.settle(id, 'waiting', outcome);
  return { outcome: 'done', receipt: await processDeposit(deps, { ...deposit, outcome }) };
}

/** Tries again what could not be used, or waits, after something was mended. */
export async function retry(deps: Deps, id: string, access: Access): Promise<ActOutcome> {
  const kept = await act(deps, id, ['unusable', 'refused', 'waiting'], access, { act: 'retry' });
  if ('outcome' in kept && !('id' in kept)) return kept;
  return { outcome: 'done', receipt: await processDeposit(deps, kept as Kept) };
}

/** Takes a deposit off its list, with a reason. Nothing is erased. */
export async function close(deps: Deps, id: string, reason: string, access: Access): Promise<ActOutcome> {
  const kept = await act(deps, id, ['unusable', 'refused', 'waiting'], access, { act: 'close', reason });
  if ('outcome' in kept && !('id' in kept)) return kept;
  const { outcome = {} } = kept as Kept;
  await deps.gate.deposits.settle(id, 'closed', { ...outcome, closed: { reason, by: access.actor.id } });
  return { outcome: 'done' };
}
