import type { Tx } from '@continuum/record-database';
import type { Held, Written } from '@continuum/record-store';
import { decide, isForPerson } from '@continuum/trust-access';
import type { Change, Denied } from './access.ts';
import { hiddenTargets } from './hidden-targets.ts';
import type { Room } from './reading.ts';
import { shared } from './shared-domains.ts';

/** The record belongs to those who wrote it: a source does not change what another one sent. */
export class Foreign extends Error {
  readonly decision: Denied['decision'];
  constructor(references: readonly string[]) {
    super('another source');
    const text = `${references.join(', ') || 'This'}: only who sent it may change it.`;
    this.decision = { permit: false, denial: 'source-not-allowed', text };
  }
}

/** A Patient that others use is not taken from them. */
export class InUse extends Error {
  readonly decision: Denied['decision'];
  constructor(usagers: readonly string[]) {
    super('in use');
    const text =
      `${usagers.map(id => `Patient/${id}`).join(', ')}: others use it, and only the feed of the register deletes it. ` +
      'Send it with active=false, or with a link to the Patient that replaces it.';
    this.decision = { permit: false, denial: 'source-not-allowed', text };
  }
}

/** The ids that are named. */
export const keysOf = (changes: readonly Change[]) =>
  changes.flatMap(change => {
    if (change.verb === 'delete') return [{ type: change.type, id: change.id }];
    const { resourceType: type, id } = change.resource;
    return id === undefined ? [] : [{ type, id }];
  });

/** What stands under the ids that a citizen, or staff at the counter, names must be in a record that they decide for. */
export async function refuseStrangers(room: Room, tx: Tx, changes: readonly Change[]): Promise<void> {
  const { actor, purpose, matrix } = room.opening;
  if (!isForPerson(actor)) return;
  for (const { usagers, domain } of (await room.store.standing(tx, keysOf(changes))).values())
    for (const usager of usagers.length > 0 ? usagers : [''])
      if (!decide(matrix, actor, purpose, 'write', [domain], usager).permit) throw new Foreign([]);
}

/** @throws Foreign */
export async function refuseForeign(room: Room, tx: Tx, written: readonly (Written & Held)[]): Promise<void> {
  const changed = written.filter(
    ({ result, domain }) => /updated|deleted/.test(result) && !shared.includes(domain),
  );
  const { actor } = room.opening;
  // A person decides over their own directives, whoever registered them: `refuseStrangers` has seen to that.
  if (changed.length === 0 || isForPerson(actor)) return;
  const foreign = await room.store.foreignTo(tx, changed, actor.source?.id ?? actor.id);
  if (foreign.length > 0) throw new Foreign(foreign.map(({ type, id }) => `${type}/${id}`));
}

/** Who sends again what they cannot see does not learn that they guessed it. */
export async function refuseGuessed(room: Room, tx: Tx, written: readonly (Written & Held)[]): Promise<void> {
  const unchanged = written.filter(({ result }) => result === 'unchanged');
  if (unchanged.length === 0 || isForPerson(room.opening.actor)) return;
  const hidden = await hiddenTargets(room, tx, unchanged);
  if (hidden.length > 0) throw new Foreign(hidden.map(({ type, id }) => `${type}/${id}`));
}
