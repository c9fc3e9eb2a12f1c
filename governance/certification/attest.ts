import type { Pool, Query } from '@continuum/record-database';
import type { DoorEvent, Gate, Origin } from '@continuum/record-gate';
import { readAct } from '@continuum/registries-credential';
import type { Partners } from '@continuum/registries-partner';
import { dayOf, yearsFrom } from '@continuum/standards-calendar';
import type { Resource } from '@continuum/standards-fhir';
import { isSameJson } from '@continuum/standards-fhir/same-json';
import { type Actor, decide, maySign, type Purpose } from '@continuum/trust-access';
import { type Attestation, attestationOf, attestationsOf, stateOf } from './attestations.ts';
import { type CertificationFacts, readCertification, toCertification } from './certification-facts.ts';
import { rules } from './rules.data.ts';

/** Who acts, what for, from where. */
export interface Caller {
  actor: Actor;
  purpose: Purpose;
  origin: Origin;
}

export interface CertificationDeps {
  pool: Pool;
  /** The record, where the signed acts are. */
  gate: Pick<Gate, 'open'>;
  partners: Pick<Partners, 'find' | 'list'>;
  /** Durable when it resolves. */
  journal: (event: DoorEvent) => Promise<void>;
  clock?: () => Date;
}

/** Why something was not done. Nothing changed. */
export type Refusal =
  | { refused: 'profile' }
  | { refused: 'unknown' }
  | { refused: 'cursor' }
  /** No partner has that client id. */
  | { refused: 'no-product' }
  | { refused: 'test-to-come' }
  | { refused: 'test-too-old'; since: string }
  /** That version stands attested; or it was when it was to be withdrawn, and is not any more. */
  | { refused: 'attested'; until: string }
  | { refused: 'withdrawn' }
  /** What is registered is signed by whoever does, as an attestation, today. */
  | { refused: 'not-signed' }
  /** What ends an attestation is signed by whoever ends it, of that attestation, today. */
  | { refused: 'withdrawal-not-signed' };

export type Outcome<T> = { done: true; value: T } | Refusal;

/** Whether somebody attests, and looks at what was attested: themself, with a key of their own, for what that profile works. */
export const mayCertify = ({ gate }: Pick<CertificationDeps, 'gate'>, caller: Caller): boolean => {
  const { actor, purpose, origin } = caller;
  const { matrix } = gate.open(actor, purpose, origin);
  return maySign(actor, 'certify') && decide(matrix, actor, purpose, 'read', ['registry']).permit;
};

export const nowOf = ({ clock }: CertificationDeps): Date => clock?.() ?? new Date();

/** What is asked to be attested. */
export type Asked = Pick<CertificationFacts, 'client' | 'version' | 'requirements' | 'penetrationTest'>;

/** The attestation of that version that stands; undefined: none does. */
const standing = (kept: readonly Attestation[], version: string, today: string): Attestation | undefined =>
  kept.find(one => one.version === version && stateOf(one, today) === 'attested');

async function refusalOf(
  query: Query,
  { client, version, penetrationTest }: Asked,
  today: string,
): Promise<Refusal | undefined> {
  const since = yearsFrom(today, -rules.testYears);
  if (penetrationTest > today) return { refused: 'test-to-come' };
  if (penetrationTest < since) return { refused: 'test-too-old', since };
  const already = standing(await attestationsOf(query, [client]), version, today);
  return already && { refused: 'attested', until: already.until };
}

/** The act that whoever attests that version now would sign; nothing is changed. */
export async function proposeAttestation(
  deps: CertificationDeps,
  { actor }: Caller,
  asked: Asked,
): Promise<Outcome<Resource>> {
  const partner = await deps.partners.find(asked.client);
  if (!partner) return { refused: 'no-product' };
  const certified = dayOf(nowOf(deps));
  const refusal = await refusalOf(deps.pool.query, asked, certified);
  if (refusal) return refusal;
  const until = yearsFrom(certified, rules.validYears);
  const signer = { by: actor.id, byName: actor.name };
  const value = toCertification({ ...asked, product: partner.name, certified, until, ...signer });
  return { done: true, value };
}

/** Whether what is kept of an attestation is still what was signed. */
export async function saysWhatWasSigned(
  deps: Pick<CertificationDeps, 'gate'>,
  origin: Origin,
  attestation: Attestation,
): Promise<boolean> {
  const found = await readAct(deps.gate, origin, attestation.act, readCertification);
  return found !== undefined && isSameJson(toCertification(attestation), toCertification(found.says));
}

const insert = `
  INSERT INTO service.product_attestation
    (client_id, product, version, requirements, penetration_test, certified, until, act, act_version, certified_by, certified_by_name, recorded)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id`;

/** Puts a step in the journal. */
export const tell = (deps: CertificationDeps, caller: Caller, step: 'attest' | 'withdraw', id: string) =>
  deps.journal({
    ...{ action: `certification-${step}`, outcome: 'success', about: `product attestation ${id}` },
    ...caller,
  });

/**
 * Registers what was signed: the act is read in the record, and says everything. Registered again, it is what it was. An act that was
 * signed before the last attestation of that version was withdrawn does not bring it back.
 */
export async function registerAttestation(
  deps: CertificationDeps,
  caller: Caller,
  { act, version }: { act: string; version: number },
): Promise<Outcome<Attestation>> {
  const found = await readAct(deps.gate, caller.origin, act, readCertification);
  const { actor } = caller;
  if (!found || found.signed.signer !== actor.id || found.says.by !== actor.id)
    return { refused: 'not-signed' };
  const { says: facts, signed } = found;
  if (signed.activity !== 'certify' || signed.version !== version) return { refused: 'not-signed' };
  const now = nowOf(deps);
  return deps.pool.transaction(async (tx): Promise<Outcome<Attestation>> => {
    // One after the other: what stands is asked under this lock.
    await tx.query('LOCK TABLE service.product_attestation IN SHARE ROW EXCLUSIVE MODE');
    const kept = await attestationsOf(tx.query, [facts.client]);
    const same = kept.find(one => one.act === act);
    if (same) return { done: true, value: same };
    const ended = kept.some(
      one => one.version === facts.version && one.withdrawal && one.withdrawal.at >= signed.recorded,
    );
    // It stands from the day that it says; one that was left aside is signed anew.
    if (ended || facts.certified !== dayOf(now)) return { refused: 'not-signed' };
    const refusal = await refusalOf(tx.query, facts, facts.certified);
    if (refusal) return refusal;
    const [row] = await tx.query<{ id: string }>(insert, [
      ...[facts.client, facts.product, facts.version, JSON.stringify(facts.requirements)],
      ...[facts.penetrationTest, facts.certified, facts.until, act, version, facts.by, facts.byName, now],
    ]);
    await tell(deps, caller, 'attest', row!.id);
    return { done: true, value: (await attestationOf(tx.query, row!.id))! };
  });
}
