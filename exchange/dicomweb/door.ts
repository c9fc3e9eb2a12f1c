import type { Access, Origin } from '@continuum/record-gate';
import type { Actor, Purpose } from '@continuum/trust-access';
import type { FastifyRequest } from 'fastify';
import type { Archive } from './archive.ts';
import type { Intake } from './stow-rs.ts';

/** What the DICOMweb door works with. */
export interface Door {
  gate: { open(actor: Actor, purpose: Purpose, origin: Origin): Access };
  intake: Intake;
  /** Absent: no archive is connected, and everything that needs one answers 503. */
  archive?: Archive;
  /** Public address of this door, `https://…/dicomweb`. */
  baseUrl: string;
  /** Largest instance taken, in bytes. */
  partLimit: number;
}

/** Opens the record for who is asking: a citizen for themselves, everyone else for care. */
export const accessOf = (door: Door, { actor, origin }: FastifyRequest): Access =>
  door.gate.open(actor, { of: actor.kind === 'citizen' ? 'PATRQT' : 'TREAT' }, origin);

/** UIDs of a path, or undefined when one of them is no UID. */
export function uidsOf(params: unknown): Record<string, string> | undefined {
  const uids = params as Record<string, string>;
  const valid = Object.values(uids).every(uid => uid.length <= 64 && /^\d+(\.\d+)*$/.test(uid));
  return valid ? uids : undefined;
}
