import type { Access, Origin } from '@continuum/record-gate';
import type { Actor, Purpose } from '@continuum/trust-access';
import type { FastifyRequest } from 'fastify';
import type { CounterRequest } from './counter/counter-view.ts';
import { type MadeKnown, onPortal } from './made-known.ts';
import type { ChoiceOutcome } from './register.ts';

export interface ConsentRoutesDeps {
  gate: { open(actor: Actor, purpose: Purpose, origin: Origin): Access };
  clock?: () => Date;
}

/** What comes beside the terms of a choice: at the counter, who asks and what proves it. */
interface Given {
  request?: CounterRequest;
}

/** How a choice was made known, or why it is not taken. */
export type Heard = { outcome: 'heard'; how: MadeKnown } | Exclude<ChoiceOutcome, { outcome: 'registered' }>;

/** From where choices are registered: the person’s own portal, or the counter. */
export interface Door {
  /** What comes before `/:patient/refusal`. */
  base: '' | '/counter';
  open(request: FastifyRequest): Access;
  /** Of a JSON Schema: what a body holds besides the terms. */
  properties: Readonly<Record<string, object>>;
  hear(access: Access, usager: string, given: Given, now: Date): Promise<Heard>;
  /** Whether it is closed to whoever asks, though their profile opens it: it is about themself. Journalled then. */
  isClosed(access: Access, usager: string, given?: Given): Promise<boolean>;
  /** A cancellation says as much as any other choice: at the counter it has a body. */
  cancellation: { method: 'DELETE' | 'POST'; under: '' | '/cancellation' };
}

/** Where the person, and the holder of parental authority under 14, decide by themselves. */
export const portalDoor = ({ gate }: ConsentRoutesDeps): Door => ({
  base: '',
  open: ({ actor, purpose, origin }) => gate.open(actor, purpose, origin),
  properties: {},
  hear: async access => ({ outcome: 'heard', how: onPortal(access.actor) }),
  isClosed: async () => false,
  cancellation: { method: 'DELETE', under: '' },
});
