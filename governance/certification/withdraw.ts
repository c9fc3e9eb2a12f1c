import type { Origin } from '@continuum/record-gate';
import { readAct } from '@continuum/registries-credential';
import { dayOf } from '@continuum/standards-calendar';
import type { Resource } from '@continuum/standards-fhir';
import { isSameJson } from '@continuum/standards-fhir/same-json';
import { type Caller, type CertificationDeps, nowOf, type Outcome, tell } from './attest.ts';
import { type Attestation, attestationOf } from './attestations.ts';
import { readWithdrawal, toWithdrawal, type WithdrawalFacts } from './withdrawal-facts.ts';

const factsOf = (
  { act, product, version }: Attestation,
  how: Pick<WithdrawalFacts, 'reason' | 'withdrawn' | 'by' | 'byName'>,
): WithdrawalFacts => ({ attestation: act, product, version, ...how });

/** The act that whoever withdraws that attestation now would sign; nothing is changed. */
export async function proposeWithdrawal(
  deps: CertificationDeps,
  { actor }: Caller,
  { id, reason }: { id: string; reason: string },
): Promise<Outcome<Resource>> {
  const attestation = await attestationOf(deps.pool.query, id);
  if (!attestation) return { refused: 'unknown' };
  if (attestation.withdrawal) return { refused: 'withdrawn' };
  const how = { reason, withdrawn: dayOf(nowOf(deps)), by: actor.id, byName: actor.name };
  return { done: true, value: toWithdrawal(factsOf(attestation, how)) };
}

const update = `
  UPDATE service.product_attestation
     SET withdrawn = $2, withdrawn_by = $3, withdrawn_by_name = $4, withdrawal_reason = $5, withdrawal_act = $6,
         withdrawal_act_version = $7
   WHERE id = $1 AND withdrawn IS NULL RETURNING id`;

/**
 * Ends an attestation for good by what was signed: the act is read in the record, and says everything. The row stays, with who ended it
 * and why. Registered again, it is what it was.
 */
export async function registerWithdrawal(
  deps: CertificationDeps,
  caller: Caller,
  id: string,
  { act, version }: { act: string; version: number },
): Promise<Outcome<Attestation>> {
  const [attestation, found] = [
    await attestationOf(deps.pool.query, id),
    await readAct(deps.gate, caller.origin, act, readWithdrawal),
  ];
  if (!attestation) return { refused: 'unknown' };
  if (attestation.withdrawal?.act === act) return { done: true, value: attestation };
  const now = nowOf(deps);
  const { id: by, name: byName } = caller.actor;
  const today = { withdrawn: dayOf(now), by, byName };
  const expected = found && factsOf(attestation, { reason: found.says.reason, ...today });
  const isTheirs =
    found?.signed.activity === 'withdraw-certification' &&
    found.signed.signer === by &&
    found.signed.version === version &&
    isSameJson(found.says, expected);
  if (!isTheirs) return { refused: 'withdrawal-not-signed' };
  return deps.pool.transaction(async (tx): Promise<Outcome<Attestation>> => {
    const ended = await tx.query(update, [id, now, by, byName, found.says.reason, act, version]);
    if (ended.length === 0) return { refused: 'withdrawn' };
    await tell(deps, caller, 'withdraw', id);
    return { done: true, value: (await attestationOf(tx.query, id))! };
  });
}

/** Whether what is kept of how an attestation ended is what was signed; of one that stands, or ended before this was signed, true. */
export async function isWithdrawnAsSigned(
  { gate }: Pick<CertificationDeps, 'gate'>,
  origin: Origin,
  attestation: Attestation,
): Promise<boolean> {
  const { withdrawal } = attestation;
  if (!withdrawal?.act) return true;
  const found = await readAct(gate, origin, withdrawal.act, readWithdrawal);
  const { at, by, byName, reason } = withdrawal;
  const kept = toWithdrawal(factsOf(attestation, { reason, withdrawn: dayOf(at), by, byName }));
  return found !== undefined && isSameJson(kept, toWithdrawal(found.says));
}
