import type { Access, Denied, RightsAsked, RightsPermit } from '@continuum/record-gate';
import type { RightsOffice } from '@continuum/trust-access';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { denied, refused } from '../answers.ts';
import { type At, type Refusal, Refused, type RequestDeps } from './deps.ts';

/** Whoever asks, at a door that was opened to them. */
export interface AtTheDoor {
  request: FastifyRequest;
  reply: FastifyReply;
  access: Access;
  permit: RightsPermit;
  now: Date;
}

const notYours = {
  refused: 'not-theirs',
  text: {
    fr: 'Cette adresse n’est pas pour vous: une personne suit ses demandes dans son Carnet, qui les traite les voit dans la console.',
    en: 'This address is not for you: a person follows their requests in their Carnet, who handles them sees them in the console.',
  },
} as const;

/** As the journal names a step: by its event, `rights-accept`. */
export const interactionOf = ({ body }: FastifyRequest, otherwise: string): string => {
  const event = (body as { event?: unknown } | undefined)?.event;
  return typeof event === 'string' ? `rights-${event}` : otherwise;
};

/** Opens a door to some offices: the gate decides and journals a denial; others are told that it is not theirs. */
export async function atTheDoor(
  { gate, clock }: RequestDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: RightsAsked,
  offices: readonly RightsOffice[],
  then: (at: AtTheDoor) => Promise<unknown>,
): Promise<unknown> {
  const access = gate.open(request.actor, request.purpose, request.origin);
  const permit = await access.rights.decide(asked);
  if (permit.outcome === 'denied') return denied(reply, permit);
  if (!offices.includes(permit.office)) {
    await permit.tell([], 'denied');
    return refused(request, reply, notYours);
  }
  return then({ request, reply, access, permit, now: clock?.() ?? new Date() });
}

const outcomeOf = ({ refused: why }: Refusal) => (why === 'not-theirs' ? 'denied' : 'error');

/**
 * Takes a step in one transaction, with its line in the journal before it is answered, in the list of whom it is about; a
 * step that is refused writes nothing, and is in that list too.
 */
export async function takeStep<Made extends { usager: string }>(
  { pool }: RequestDeps,
  { request, reply, access, permit, now }: AtTheDoor,
  work: (at: At) => Promise<Made>,
  then: (made: Made) => Promise<unknown>,
): Promise<unknown> {
  try {
    const made = await pool.transaction(tx => work({ tx, actor: access.actor, office: permit.office, now }));
    await permit.tell([made.usager]);
    return await then(made);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { refusal } = error;
    await permit.tell(refusal.usager === undefined ? [] : [refusal.usager], outcomeOf(refusal));
    return refused(request, reply, refusal);
  }
}

export const isDenied = (value: unknown): value is Denied =>
  typeof value === 'object' && value !== null && (value as Denied).outcome === 'denied';
