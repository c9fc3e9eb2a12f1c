import { DatabaseConflict, DatabaseTooSlow, DatabaseUnavailable } from '@continuum/record-database';
import type { Held, StoreWriteOutcome, Written } from '@continuum/record-store';
import { compartmentUsagers } from '@continuum/standards-fhir';
import {
  type Domain,
  decideWrite,
  domainOf,
  domainsNamedBy,
  domainWrittenBy,
  givesAccess,
  isForPerson,
  permitsScope,
  scopeNeeded,
} from '@continuum/trust-access';
import { bearsSignature, signatureDigest } from '@continuum/trust-signature';
import type { Change, Denied, SigningAct, WriteOptions, WriteOutcome } from './access.ts';
import { receivedOf } from './deposits.ts';
import { answer, emptyAnswer, type Question } from './entries.ts';
import { entriesOfHidden, hiddenTargets } from './hidden-targets.ts';
import { Foreign, InUse, keysOf, refuseForeign, refuseGuessed, refuseStrangers } from './others-records.ts';
import type { Room } from './reading.ts';
import { shared } from './shared-domains.ts';
import { keepSigned, refuseUnsigned, Unsigned, unsignedDenial } from './signed-acts.ts';
import { deletesUsagers, keptUsagers } from './usager-deletions.ts';

/** What speaks of other resources and has no domain of its own: allowed with what it accompanies. */
const companions = new Set(['Provenance', 'Binary']);

interface Intent {
  action: 'create' | 'write';
  domains: Domain[];
}

const letters = { create: 'c', upsert: 'u', delete: 'd' } as const;

/** What a change amounts to, for the decision. */
function intentOf(room: Room, change: Change): Intent {
  if (change.verb === 'delete') return { action: 'write', domains: domainsNamedBy(change.type) };
  const { resource } = change;
  const companion = companions.has(resource.resourceType);
  const domains = companion ? [] : [domainOf(resource, domainWrittenBy(room.opening.actor))];
  return { action: change.verb === 'create' && !givesAccess(resource) ? 'create' : 'write', domains };
}

/** Whose record a change for a person is in: a change that names nobody is nobody’s to make. */
function concerned(room: Room, change: Change): (string | undefined)[] {
  if (!isForPerson(room.opening.actor)) return [undefined];
  const usagers = change.verb === 'delete' ? [] : compartmentUsagers(change.resource);
  return usagers.length > 0 ? usagers : [''];
}

/** What an application does for a person, its token allows; a system's is held to its scopes where it comes in. */
function beyondToken({ opening: { actor } }: Room, change: Change): Denied['decision'] | undefined {
  if (actor.kind === 'system' || actor.scopes === undefined) return undefined;
  const type = change.verb === 'delete' ? change.type : change.resource.resourceType;
  const letter = letters[change.verb];
  if (permitsScope(actor.scopes, type, letter)) return undefined;
  const text = `The access token does not allow ${scopeNeeded(actor, type, letter)}.`;
  return { permit: false, denial: 'scope-not-allowed', text };
}

function denialOf(room: Room, changes: readonly Change[], act?: SigningAct): Denied['decision'] | undefined {
  const { actor, purpose, matrix } = room.opening;
  for (const change of changes) {
    const beyond = beyondToken(room, change);
    if (beyond) return beyond;
    const { action, domains } = intentOf(room, change);
    for (const usager of concerned(room, change)) {
      const decision = decideWrite(matrix, actor, purpose, {
        ...{ action, domains },
        ...(usager !== undefined && { usager }),
        ...(act && { code: act.code }),
      });
      if (!decision.permit) return decision;
    }
    const unsigned = unsignedDenial(room, change, act);
    if (unsigned) return unsigned;
  }
  return undefined;
}

const reference = (change: Change): string =>
  change.verb === 'delete'
    ? `${change.type}/${change.id}`
    : `${change.resource.resourceType}/${change.resource.id ?? ''}`;

/** A signature that is written is in the journal's entry, which tells by when it was made. */
const signaturesOf = (changes: readonly Change[]): string[] =>
  changes.flatMap(change =>
    change.verb !== 'delete' && bearsSignature(change.resource) ? [signatureDigest(change.resource)] : [],
  );

function questionOf(changes: readonly Change[], deposit: string | undefined): Question {
  const interaction = changes.length === 1 ? changes[0]!.verb : 'transaction';
  const shown = changes.slice(0, 5).map(change => `${change.verb} ${reference(change)}`);
  const signatures = signaturesOf(changes);
  const more = changes.length > 5 ? ` … (${changes.length})` : '';
  return {
    action: 'write',
    interaction,
    text: `${shown.join(', ')}${more}${deposit ? ` deposit=${deposit}` : ''}`,
    ...(signatures.length > 0 && { signatures }),
  };
}

/** Another process took the same deposit to its end first: nothing is written twice. */
class StoredMeanwhile extends Error {}

const storedAs = (written: readonly Written[], settled: Date) => ({
  state: 'stored' as const,
  result: written.map(({ type, id, version }) => `${type}/${id}/_history/${version}`),
  settled,
});

const optionsOf = (room: Room, now: Date, deposit: string | undefined) => {
  const domain = domainWrittenBy(room.opening.actor);
  return { now, ...(deposit && { deposit }), ...(domain && { domain }) };
};

async function writeOnce(
  room: Room,
  changes: readonly Change[],
  question: Question,
  { deposit, original, act }: WriteOptions,
  hidden: Held[],
  again = false,
): Promise<StoreWriteOutcome> {
  return room.pool.transaction(async tx => {
    // Writers that met one another would meet again: they go on one by one.
    if (again) await room.store.takeTurn(tx);
    await refuseStrangers(room, tx, changes);
    const kept = deletesUsagers(changes) ? await keptUsagers(room, tx, changes) : [];
    if (kept.length > 0) throw new InUse(kept);
    const absent = async (targets: readonly { type: string; id: string }[]) => {
      hidden.splice(0, hidden.length, ...(await hiddenTargets(room, tx, targets)));
      return new Set(hidden.map(({ type, id }) => `${type}/${id}`));
    };
    const outcome = await room.store.write(tx, changes, {
      ...optionsOf(room, room.now(), deposit),
      absent,
    });
    if (outcome.outcome !== 'written') return outcome;
    await refuseForeign(room, tx, outcome.written);
    if (act) await keepSigned(room, tx, changes, act, outcome.written);
    await refuseUnsigned(room, tx, outcome.written);
    await refuseGuessed(room, tx, outcome.written);
    if (original) await room.store.keepDeposit({ ...receivedOf(original), ...original.as }, tx);
    if (deposit && !(await room.store.settleDeposit(deposit, storedAs(outcome.written, room.now()), tx)))
      throw new StoredMeanwhile();
    await room.journal.appendWithin(tx, [
      ...answer(room.opening, question, outcome.written),
      ...entriesOfHidden(room, question, hidden),
    ]);
    return outcome;
  });
}

/** What is not there for whoever may not see it. */
const hasCondition = (change: Change): boolean =>
  change.verb === 'delete' || (change.verb === 'upsert' && change.ifMatch !== undefined);

const attempts = 4;

async function writeWithRetry(
  room: Room,
  changes: readonly Change[],
  question: Question,
  options: WriteOptions,
  hidden: Held[],
): Promise<StoreWriteOutcome> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await writeOnce(room, changes, question, options, hidden, attempt > 1);
    } catch (error) {
      if (!(error instanceof DatabaseConflict) || attempt === attempts) throw error;
    }
  }
}

/** Whose records a refused write was aimed at: those it names, and those of what stands under its ids. */
async function aimedAt({ store }: Room, changes: readonly Change[]): Promise<string[]> {
  const first = changes.slice(0, 20);
  const named = first.flatMap(change =>
    change.verb === 'delete' ? [] : compartmentUsagers(change.resource),
  );
  const known = (await Promise.all(named.map(id => store.usagersOf('Patient', id)))).flat();
  const standing = await Promise.all(keysOf(first).map(({ type, id }) => store.usagersOf(type, id)));
  return [...new Set([...known, ...standing.flat()])];
}

/** Refused writes are in the lists of those whose records they were aimed at. */
async function denied(
  room: Room,
  changes: readonly Change[],
  question: Question,
  decision: Denied['decision'],
): Promise<Denied> {
  const usagers = await aimedAt(room, changes);
  const entries = (usagers.length === 0 ? [undefined] : usagers).map(usager =>
    emptyAnswer(room.opening, question, 'denied', { reason: decision.denial, usager }),
  );
  await room.journal.append(entries);
  return { outcome: 'denied', decision };
}

/** What the decision would say to a write of which not everything is known yet. */
export async function mayWrite(
  room: Room,
  changes: readonly Change[],
  act?: SigningAct,
): Promise<Denied | undefined> {
  const { kind, atRequestOf } = room.opening.actor;
  const unsaid = kind === 'citizen' && atRequestOf === undefined;
  const decision = unsaid ? undefined : denialOf(room, changes, act);
  return decision && denied(room, changes, questionOf(changes, undefined), decision);
}

/**
 * Most writes depend on nothing but themselves: they share a statement with those of other requests. Undefined when
 * only the general way can tell.
 */
async function writeTogether(
  room: Room,
  changes: readonly Change[],
  question: Question,
  { deposit, original, act }: WriteOptions,
): Promise<StoreWriteOutcome | undefined> {
  const { actor } = room.opening;
  if (act) return undefined;
  if (isForPerson(actor) || (deposit !== undefined && !original) || original?.key !== undefined)
    return undefined;
  if (deletesUsagers(changes)) return undefined;
  const ready = await room.store.ready(changes, optionsOf(room, room.now(), deposit));
  if (ready.outcome === 'unsettled') return undefined;
  if (ready.outcome !== 'ready') return ready;
  const foreign = ready
    .foreignTo(actor.source?.id ?? actor.id)
    .filter(({ domain }) => !shared.includes(domain));
  // Whether it may be told that this is there is decided under the lock.
  if (foreign.some(({ unchanged }) => unchanged)) return undefined;
  if (foreign.length > 0 && changes.some(hasCondition)) return undefined;
  if (foreign.length > 0) throw new Foreign(foreign.map(({ type, id }) => `${type}/${id}`));
  const kept = original && { ...receivedOf(original), ...original.as };
  const written = await room.commits.put({
    write: ready,
    tell: (made, now) => ({
      entries: room.journal.toRows(answer(room.opening, question, made.written)),
      ...(kept && { original: { ...kept, ...storedAs(made.written, now) } }),
    }),
  });
  return written && { outcome: 'written', written };
}

/** A statement that failed says nothing that the general way does not say better, unless the database is away. */
const orUndefined = (error: unknown): undefined => {
  if (error instanceof Foreign) throw error;
  // Cancelled, it has written nothing; in a transaction a write may take longer.
  const another = error instanceof DatabaseConflict || error instanceof DatabaseTooSlow;
  if (error instanceof DatabaseUnavailable && !another) throw error;
  return undefined;
};

/** All changes or none, with their journal entries and the deposit they come from, in one commit. */
export async function writeAll(
  room: Room,
  changes: readonly Change[],
  options: WriteOptions = {},
): Promise<WriteOutcome> {
  const question = questionOf(changes, options.deposit);
  const decision = denialOf(room, changes, options.act);
  if (decision) return denied(room, changes, question, decision);
  const hidden: Held[] = [];
  try {
    const outcome =
      (await writeTogether(room, changes, question, options).catch(orUndefined)) ??
      (await writeWithRetry(room, changes, question, options, hidden));
    if (outcome.outcome !== 'written')
      await room.journal.append([
        emptyAnswer(room.opening, question, 'error', { reason: outcome.outcome }),
        ...entriesOfHidden(room, question, hidden),
      ]);
    return outcome;
  } catch (error) {
    if (error instanceof Foreign || error instanceof Unsigned)
      return denied(room, changes, question, error.decision);
    if (error instanceof InUse) {
      const { decision } = await denied(room, changes, question, error.decision);
      return {
        outcome: 'conflict',
        issues: [{ severity: 'error', code: 'conflict', diagnostics: decision.text }],
      };
    }
    if (error instanceof StoredMeanwhile)
      return {
        outcome: 'conflict',
        issues: [{ severity: 'error', code: 'duplicate', diagnostics: 'Stored already.' }],
      };
    throw error;
  }
}
