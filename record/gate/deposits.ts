import type { Journal } from '@continuum/record-journal';
import type { KeptDeposit, ReceivedDeposit, Store } from '@continuum/record-store';
import { type Decision, decide } from '@continuum/trust-access';
import type { Access, Denied, Origin } from './access.ts';
import { emptyAnswer, type Question } from './entries.ts';
import type {
  DepositAct,
  DepositFormat,
  DepositHeader,
  DepositOutcome,
  DepositState,
  Deposits,
  ToKeep,
  UsagerClaim,
} from './kept-deposit.ts';

interface DepositDeps {
  store: Store;
  journal: Journal;
  clock?: () => Date;
}

/** The parts of an outcome that have a column, and the whole beside them. */
function settlementOf(outcome: DepositOutcome) {
  const { reason, issues, ...claim } = outcome;
  return { ...(reason && { reason }), ...(issues && { issues }), claim };
}

function toHeader(kept: KeptDeposit): DepositHeader {
  const { claim, issues, reason, received, origin: from, ...rest } = kept;
  const { purpose, ...origin } = from;
  const outcome = { ...claim, ...(issues && { issues }), ...(reason && { reason }) } as DepositOutcome;
  const header = { ...rest, origin, ...(purpose !== undefined && { purpose }) };
  return { ...(header as unknown as DepositHeader), receivedAt: received, outcome };
}

const sourceOf = ({ actor }: ToKeep): string => actor.source?.id ?? actor.id;

/** An original as the store keeps it. */
export const receivedOf = (deposit: ToKeep & { receivedAt: Date }): ReceivedDeposit => ({
  source: sourceOf(deposit),
  format: deposit.format,
  contentType: deposit.contentType,
  key: deposit.key,
  location: deposit.location,
  bytes: deposit.original,
  received: deposit.receivedAt,
  actor: deposit.actor,
  // Where it came from, and what for: one document.
  origin: { ...deposit.origin, ...(deposit.purpose && { purpose: deposit.purpose }) },
  request: deposit.request,
  signature: deposit.signature,
});

const actText = (id: string, act: DepositAct): string =>
  act.act === 'release' ? `release ${id} to ${act.usagers.join(', ')}` : `${act.act} ${id}`;

const noWork: Decision = {
  permit: false,
  denial: 'domain-not-allowed',
  text: 'The queues are for the persons who keep the registers.',
};

const otherPurpose: Decision = {
  permit: false,
  denial: 'purpose-not-allowed',
  text: 'The queues are worked on for HOPERAT.',
};

/**
 * Work on the queues is operations (HOPERAT), for the persons who keep the registers: reading an original shows
 * what a source sent of somebody, whom no refusal can hide until they are identified. A system that feeds a
 * register, or somebody who only reads it, has no work there.
 */
function decideFor({ actor, purpose, matrix }: Access, act?: DepositAct): Decision {
  if (actor.kind === 'system') return noWork;
  const keeping = decide(matrix, actor, purpose, 'write', ['identity']);
  if (keeping.permit && purpose.of !== 'HOPERAT') return otherPurpose;
  // Saying who somebody is belongs to the register of usagers; trying again or closing, also to operations.
  if (keeping.permit || act?.act === 'release') return keeping;
  const registering = decide(matrix, actor, purpose, 'write', ['registry']);
  return registering.permit && purpose.of !== 'HOPERAT' ? otherPurpose : registering;
}

/** What somebody has work with. What entered the record is read there, with its decision and its refusals. */
const queued: readonly DepositState[] = ['waiting', 'unusable', 'refused'];

/** Opens the originals and the queues of what waits. */
export function createDeposits({ store, journal, clock = () => new Date() }: DepositDeps): Deposits {
  const record = (
    access: Access,
    origin: Origin,
    question: Question,
    denial?: Denied['decision'],
    usager?: string,
  ) => {
    const { actor, purpose, matrix } = access;
    const opening = { actor, purpose, matrix, origin };
    const more = { ...(denial && { reason: denial.denial }), ...(usager && { usager }) };
    return journal.append([emptyAnswer(opening, question, denial ? 'denied' : 'success', more)]);
  };
  const permitted = async (
    access: Access,
    question: Question,
    act?: DepositAct,
  ): Promise<Denied | undefined> => {
    const decision = decideFor(access, act);
    if (decision.permit) return undefined;
    await record(access, access.origin, question, decision);
    return { outcome: 'denied', decision };
  };
  const asked = (interaction: string, text: string): Question => ({
    action: interaction === 'act' ? 'write' : 'read',
    interaction: `deposit-${interaction}`,
    text,
  });
  return {
    async keep(deposit) {
      const kept = await store.keepDeposit(receivedOf({ ...deposit, receivedAt: clock() }));
      const header = toHeader(kept.deposit);
      return { id: header.id, receivedAt: header.receivedAt, ...(kept.replayed && { existing: header }) };
    },
    keepSettled: (deposit, state, outcome) =>
      store.keepSettled(
        { ...receivedOf(deposit), ...deposit.as },
        { state, ...settlementOf(outcome), settled: clock() },
      ),
    async load(id) {
      const found = await store.readDeposit(id);
      return found && { ...toHeader(found.deposit), original: found.bytes ?? new Uint8Array() };
    },
    settle: (id, state, outcome) =>
      store.settleDeposit(id, { state, ...settlementOf(outcome), settled: clock() }),
    answered: (id, { issues, ...claim }) => store.answerDeposit(id, claim, issues),
    pending: async (before, limit) => (await store.pendingDeposits(before, limit)).map(({ id }) => id),
    waitingFor: nams => store.waitingDeposits(nams),
    async waitingAbout(nams, birthDate) {
      const waiting = await store.waitingAbout(nams, birthDate);
      return waiting.map(({ received, format, actor, claims }) => ({
        receivedAt: received,
        format: format as DepositFormat,
        profile: (actor as unknown as ToKeep['actor']).profile,
        claims: claims as unknown as UsagerClaim[],
      }));
    },
    lastReceived: sources => store.lastReceived(sources),
    locationsOf: async (locations, resources) => new Set(await store.locationsOf(locations, resources)),
    async list(access, query) {
      const question = asked('list', `deposits?state=${query.state}`);
      const denied = await permitted(access, question);
      if (denied) return denied;
      const { deposits, total, next } = await store.listDeposits(query);
      await record(access, access.origin, question);
      return { outcome: 'found', deposits: deposits.map(toHeader), total, ...(next && { next }) };
    },
    async read(access, id) {
      const question = asked('read', `deposit ${id}`);
      const denied = await permitted(access, question);
      if (denied) return denied;
      const found = await store.readDeposit(id);
      await record(access, access.origin, question);
      if (!found || !queued.includes(found.deposit.state)) return { outcome: 'not-found' };
      return {
        outcome: 'found',
        deposit: { ...toHeader(found.deposit), original: found.bytes ?? new Uint8Array() },
      };
    },
    async act(access, id, act) {
      const question = asked('act', actText(id, act));
      const denied = await permitted(access, question, act);
      if (denied) return denied;
      const found = await store.readDeposit(id);
      if (!found || found.deposit.state === 'stored') return { outcome: 'not-found' };
      const usagers = act.act === 'release' ? act.usagers : [undefined];
      for (const usager of usagers) await record(access, access.origin, question, undefined, usager);
      return { outcome: 'journalled' };
    },
  };
}
