import type { Access, Gate, SignatureVerdict } from '@continuum/record-gate';
import type { FastifyRequest } from 'fastify';
import type { Archive } from './archive.ts';
import type { Intake } from './stow-rs.ts';

/** What the DICOMweb door works with. */
export interface Door {
  gate: Pick<Gate, 'open' | 'attempt' | 'deposits'>;
  intake: Intake;
  /** Absent: no archive is connected, and everything that needs one answers 503. */
  archive?: Archive;
  /** Public address of this door, `https://…/dicomweb`. */
  baseUrl: string;
  /** Largest instance taken, in bytes. */
  partLimit: number;
  /** Checks what systems sign (RFC 9421), and refuses where they must. Absent: signatures are not read. */
  checkSignature?: (
    request: FastifyRequest,
    body: { length: number; sha256: Uint8Array; sha512: Uint8Array },
  ) => Promise<SignatureVerdict>;
  /** Folder where a signed body waits, nameless, until its signature is verified; the system's own when absent. */
  spool?: string;
}

/** Opens the record for who is asking, for what they ask. */
export const accessOf = (door: Door, { actor, purpose, origin }: FastifyRequest): Access =>
  door.gate.open(actor, purpose, origin);

/** UIDs of a path, or undefined when one of them is no UID. */
export function uidsOf(params: unknown): Record<string, string> | undefined {
  const uids = params as Record<string, string>;
  const valid = Object.values(uids).every(uid => uid.length <= 64 && /^\d+(\.\d+)*$/.test(uid));
  return valid ? uids : undefined;
}
