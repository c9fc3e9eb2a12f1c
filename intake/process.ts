import { randomUUID } from 'node:crypto';
import type {
  Access,
  Change,
  DepositHeader,
  DepositOutcome,
  DepositState,
  Gate,
  UnkeptDeposit,
  WriteOutcome,
} from '@continuum/record-gate';
import { type Patients, validNamsOf } from '@continuum/registries-patient';
import type { Issue, Resource } from '@continuum/standards-fhir';
import { usualPurpose } from '@continuum/trust-access';
import { type Deposit, type Mapper, type Receipt, Unusable } from './deposit.ts';
import { prepareFhir } from './fhir/prepare.ts';
import type { Limits } from './fhir/read-json.ts';
import { prepareMapped } from './from-mapper.ts';
import type { Built, Prepared } from './prepared.ts';
import { provenancesOf } from './provenance.ts';
import { replayOf } from './replay.ts';
import { type Settlement, settleClaims } from './settle-claims.ts';

/** A deposit with its bytes. */
export type Kept = DepositHeader &
  Deposit & { /** It is kept only with what becomes of it. */ unkept?: true };

const unkeptOf = ({ receivedAt, id, sha256, ...deposit }: Kept): UnkeptDeposit => ({
  ...deposit,
  receivedAt,
  as: { id, sha256 },
});

type Settled = Exclude<DepositState, 'received' | 'stored'>;

/** Says what became of a deposit that was not stored. */
async function settle(
  { gate }: ProcessDeps,
  kept: Kept,
  state: Settled,
  outcome: DepositOutcome,
): Promise<void> {
  if (kept.unkept) await gate.deposits.keepSettled(unkeptOf(kept), state, outcome);
  else await gate.deposits.settle(kept.id, state, outcome);
}

export interface ProcessDeps {
  gate: Gate;
  patients: Patients;
  mappers: readonly Mapper[];
  limits: Limits;
  /** Told of what is not the sender's fault: a mapper that broke. */
  fault(error: unknown, deposit: DepositHeader): void;
  /** Usagers were registered or changed: what waited for these NAMs may go on. */
  registered(nams: readonly string[]): void;
}

function prepare({ patients, mappers, limits }: ProcessDeps, kept: Kept): Prepared {
  if (kept.format !== 'fhir') return prepareMapped(kept, mappers);
  const registers = kept.actor.source?.registersUsagers ?? false;
  const { origin } = kept;
  const context = {
    registers,
    corrects: kept.actor.profile === 'patient-registry-feed',
    resolve: (id: string) => patients.resolve(id, origin),
    admits: async (patient: Resource) =>
      (await patients.admit(patient, patient.id, origin)).outcome === 'register',
  };
  return prepareFhir(kept, context, limits);
}

const withId = (change: Extract<Change, { verb: 'create' }>): Change =>
  change.resource.id === undefined
    ? { ...change, resource: { ...change.resource, id: randomUUID() }, fresh: true }
    : change;

const changesWithIds = (changes: readonly Change[]): Change[] =>
  changes.map(change => (change.verb === 'create' ? withId(change) : change));

const namsWritten = (changes: readonly Change[]): string[] =>
  changes.flatMap(change =>
    change.verb !== 'delete' && change.resource.resourceType === 'Patient'
      ? validNamsOf(change.resource)
      : [],
  );

const refusals: Record<Exclude<WriteOutcome['outcome'], 'written' | 'denied'>, number> = {
  invalid: 422,
  conflict: 409,
  'precondition-failed': 412,
};

/** What the decision said no to: kept in its own list, and told. */
async function refused(deps: ProcessDeps, kept: Kept, diagnostics: string): Promise<Receipt> {
  const issues: Issue[] = [{ severity: 'error', code: 'forbidden', diagnostics }];
  await settle(deps, kept, 'refused', { issues });
  return { deposit: kept.id, replayed: false, state: 'refused', issues };
}

/** Whoever nobody identified waits for nothing: not one person's work comes of it. */
async function refuseUnknown(deps: ProcessDeps, kept: Kept): Promise<Receipt> {
  const { actor, origin } = kept;
  await deps.gate.attempt({ action: 'attempt', outcome: 'denied', actor, origin, why: 'unidentified' });
  return refused(deps, kept, 'The sender is not registered here: nothing of it is taken.');
}

/** The answer to a write: `settled` meanwhile by another process, or what the store or the decision said. */
async function receiptOf(
  deps: ProcessDeps,
  kept: Kept,
  outcome: WriteOutcome,
  built: Built,
  issues: Issue[],
): Promise<Receipt> {
  const { deposits } = deps.gate;
  if (outcome.outcome === 'denied') return refused(deps, kept, outcome.decision.text);
  if (outcome.outcome !== 'written') {
    const current = kept.unkept ? undefined : await deposits.load(kept.id);
    if (current?.state === 'stored') return replayOf(current);
    throw new Unusable(outcome.issues, refusals[outcome.outcome]);
  }
  const entries = built.answer?.(outcome.written);
  // Only what has a key can be replayed: only then is the answer worth a statement of its own.
  if (kept.key !== undefined && entries) await deposits.answered(kept.id, { issues, entries });
  const { written } = outcome;
  return {
    deposit: kept.id,
    replayed: false,
    state: 'stored',
    written,
    issues,
    ...(entries ? { entries } : {}),
  };
}

/** How often a patch is made anew because somebody else wrote between its reading and its writing. */
const attempts = 8;

async function write(
  deps: ProcessDeps,
  kept: Kept,
  build: () => Promise<Built>,
  issues: Issue[],
  access: Access,
  attempt = 1,
): Promise<Receipt> {
  const built = await build();
  const changes = changesWithIds(built.changes);
  const provenances = provenancesOf(changes, kept, kept.outcome?.attachments);
  const original = kept.unkept ? { original: unkeptOf(kept) } : {};
  const outcome = await access.write([...changes, ...provenances], { deposit: kept.id, ...original });
  if (outcome.outcome === 'precondition-failed' && built.repeatable && attempt < attempts)
    return write(deps, kept, build, issues, access, attempt + 1);
  const receipt = await receiptOf(deps, kept, outcome, built, issues);
  const nams = receipt.state === 'stored' ? namsWritten(changes) : [];
  if (nams.length > 0) deps.registered(nams);
  return receipt;
}

const accessOf = ({ gate }: ProcessDeps, { actor, purpose, origin }: Kept): Access =>
  gate.open(actor, purpose ?? usualPurpose(actor.profile), origin);

async function goOn(
  deps: ProcessDeps,
  kept: Kept,
  prepared: Prepared,
  settlement: Settlement,
): Promise<Receipt> {
  if (settlement.outcome === 'waiting') {
    if (kept.actor.kind === 'unknown') return refuseUnknown(deps, kept);
    const { waiting } = settlement;
    const issues = [...prepared.issues, ...waiting.issues];
    const { attachments } = kept.outcome ?? {};
    await settle(deps, kept, 'waiting', { ...waiting, issues, attachments });
    return { deposit: kept.id, replayed: false, state: 'waiting', reason: waiting.reason, issues };
  }
  const access = accessOf(deps, kept);
  const build = () => prepared.build(settlement.settled, access);
  return write(deps, kept, build, prepared.issues, access);
}

/**
 * Whoever may not write that is told so before anything else: not whether a usager exists, and no person's work comes of
 * it. Somebody unknown is refused where they are told to sign in, or to register.
 */
async function refusedFirst(deps: ProcessDeps, kept: Kept, prepared: Prepared): Promise<Receipt | undefined> {
  if (kept.actor.kind === 'unknown') return undefined;
  const denied = await accessOf(deps, kept).mayWrite(prepared.intended ?? []);
  return denied && refused(deps, kept, denied.decision.text);
}

/** Only what registers somebody, or depends on a condition, waits for its turn: then who is who is asked again. */
async function proceed(deps: ProcessDeps, kept: Kept): Promise<Receipt> {
  const prepared = prepare(deps, kept);
  const attachments = kept.outcome?.attachments ?? [];
  const settle = () => settleClaims(deps.patients, prepared.claims, kept, attachments);
  // So far nothing is kept: it may go on while it is asked who sends.
  const [settling] = await Promise.allSettled([settle(), kept.confirmed]);
  await kept.confirmed;
  const denied = await refusedFirst(deps, kept, prepared);
  if (denied) return denied;
  if (settling.status === 'rejected') throw settling.reason;
  const first = settling.value;
  const { conditions, nams } = prepared.turns;
  const registers = first.outcome === 'settled' && first.settled.includes('registered');
  const keys = registers ? [...conditions, ...nams] : conditions;
  if (first.outcome === 'waiting' || keys.length === 0) return goOn(deps, kept, prepared, first);
  return deps.patients.exclusively(keys, async () => goOn(deps, kept, prepared, await settle()));
}

const broken: Issue = {
  severity: 'error',
  code: 'exception',
  diagnostics: 'Reading this deposit failed here; it is kept and will be tried again once that is mended.',
};

/** An error of the code, not of the database: those of the database leave the deposit `received`. */
const isFault = (error: unknown): boolean =>
  error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;

async function unusable(deps: ProcessDeps, kept: Kept, error: unknown): Promise<Receipt> {
  if (!(error instanceof Unusable) && !isFault(error)) throw error;
  if (!(error instanceof Unusable)) deps.fault(error, kept);
  const { issues, status } = error instanceof Unusable ? error : { issues: [broken], status: 500 };
  await settle(deps, kept, 'unusable', { issues, status, attachments: kept.outcome?.attachments });
  return { deposit: kept.id, replayed: false, state: 'unusable', status, issues };
}

/**
 * Takes a kept deposit from where it is to where it can go: stored, waiting for a person, unusable, refused.
 * Everything is written in one transaction with the deposit's new state, so that trying again after a crash, or
 * in two processes at once, writes once. Rejects only when the database is not there: the deposit stays kept.
 */
export async function processDeposit(deps: ProcessDeps, kept: Kept): Promise<Receipt> {
  try {
    return await proceed(deps, kept);
  } catch (error) {
    await kept.confirmed;
    return unusable(deps, kept, error);
  }
}
