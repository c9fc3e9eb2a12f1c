import { hash } from 'node:crypto';
import type { Origin } from '@continuum/record-gate';
import type { Actor, Purpose } from '@continuum/trust-access';
import type { FastifyRequest } from 'fastify';
import { signedInKind } from '../open-sessions.ts';
import { readSessionCookie } from '../session-cookie.ts';

/** A person at one of the project's own screens, who may be asked to sign: themself, their key, their session. */
export interface Signer {
  actor: Actor;
  /** What the act is done for. */
  purpose: Purpose;
  origin: Origin;
  /** SHA-256 of the session's token: the same session prepares and signs. */
  session: Buffer;
}

/** Who signs, of a request; undefined for anybody but a person signed in with a key of theirs, on a screen. */
export function signerOf(request: FastifyRequest): Signer | undefined {
  const { actor, purpose, origin } = request;
  const isPerson = actor.kind === 'practitioner' && actor.credential.kind === 'key' && !actor.application;
  const token = signedInKind(request) === 'clinician' ? readSessionCookie(request, 'clinician') : undefined;
  if (!isPerson || token === undefined) return undefined;
  return { actor, purpose, origin, session: hash('sha256', token, 'buffer') };
}
