import { denied, refused } from '@continuum/door';
import type { Access, Denied, RightsAsked, RightsPermit } from '@continuum/record-gate';
import type { RightsOffice } from '@continuum/trust-access';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type At, type Refusal, Refused, type RequestDeps } from './deps.ts';

/** Whoever asks, at a door that was opened to them. */
export interface AtTheDoor {
  request: FastifyRequest;
  reply: FastifyReply;
  access: Access;
  /** What is asked, as the journal tells it. */
  asked: RightsAsked;
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
  return then({ request, reply, access, asked, permit, now: clock?.() ?? new Date() });
}

const outcomeOf = ({ refused: why }: Refusal) => (why === 'not-theirs' ? 'denied' : 'error');

/**
 * Takes a step in one transaction. Its line is in the journal, in the list of whom it is about, before the step itself is
 * kept: whatever stops between the two leaves a line without its step, never a step without its line. A step that is
 * refused writes nothing, and is in that list too; so is one that was journalled and could not be kept, as an error.
 */
export async function takeStep<Made extends { usager: string }>(
  { pool }: RequestDeps,
  { request, reply, access, permit, now }: AtTheDoor,
  work: (at: At) => Promise<Made>,
  then: (made: Made) => Promise<unknown>,
): Promise<unknown> {
  let told: string | undefined;
  let made: Made;
  try {
    made = await pool.transaction(async tx => {
      const step = await work({ tx, actor: access.actor, office: permit.office, now });
      await permit.tell([step.usager]);
      told = step.usager;
      return step;
    });
  } catch (error) {
    if (!(error instanceof Refused)) {
      if (told !== undefined) await permit.tell([told], 'error');
      throw error;
    }
    const { refusal } = error;
    await permit.tell(refusal.usager === undefined ? [] : [refusal.usager], outcomeOf(refusal));
    return refused(request, reply, refusal);
  }
  return then(made);
}

export const isDenied = (value: unknown): value is Denied =>
  typeof value === 'object' && value !== null && (value as Denied).outcome === 'denied';
