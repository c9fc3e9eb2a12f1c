import { decide } from '@continuum/trust-access';
import { openOverrides } from './overrides-of.ts';
import type { Room } from './reading.ts';

/**
 * Whether a refusal in force hides something of that usager from this actor. It is all that they may learn of
 * it: neither since when, nor what.
 */
export async function refused(room: Room, usager: string): Promise<boolean> {
  const { actor, purpose, matrix } = room.opening;
  const decision = decide(matrix, actor, purpose, 'read', [], usager);
  return decision.permit && room.store.refused(decision.sight, usager, room.now());
}

/**
 * Whether a restriction in force names this actor, whatever it hides of that usager, if anything: so that they may override
 * it. It is all that they may learn of it.
 */
export async function restricted(room: Room, usager: string): Promise<boolean> {
  const { actor, purpose, matrix } = room.opening;
  const decision = decide(matrix, actor, purpose, 'read', [], usager);
  return decision.permit && room.store.restricted(decision.sight, usager, room.now());
}

/**
 * Whether a restriction in force keeps something of that usager, if anything, from who works and asks: it names them, and
 * they have no override of it open. Told neither to a system nor to the person.
 */
export async function restrictionHolds(room: Room, usager: string): Promise<boolean> {
  const { actor, purpose } = room.opening;
  if (actor.kind !== 'practitioner' || !(await restricted(room, usager))) return false;
  if (purpose.of !== 'BTG') return true;
  return !(await openOverrides(room)).some(open => open.usager === usager);
}
