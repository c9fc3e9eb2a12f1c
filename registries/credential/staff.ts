import { forbidden } from '@continuum/door';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from './authority/authority.ts';
import type { ReachOf } from './holder-reach.ts';
import type { SignInEvent } from './sign-in-event.ts';
import './identify-callers.ts';

/**
 * What is done with keys and certificates that are not one's own; those that happen to a key bear the name of its event.
 * Which office may is said by whoever keeps the offices (`StaffActsOf`).
 */
export const staffActs = [
  ...([
    'see-keys',
    'invite',
    'activate',
    'suspend',
    'restore',
    'lost',
    'blocked',
    'renew',
    'revoke',
  ] as const),
  ...(['see-certificates', 'revoke-certificate'] as const),
];
export type StaffAct = (typeof staffActs)[number];

/** What whoever asks may do, by the offices that they hold at this moment; asked at each request. */
export type StaffActsOf = (caller: Caller) => Promise<ReadonlySet<StaffAct>>;

/** What the doors of those who manage access are made over. */
export interface StaffDeps {
  actsOf: StaffActsOf;
  reachOf: ReachOf;
  journal: (event: SignInEvent) => Promise<void>;
}

export const callerOf = ({ actor, origin }: FastifyRequest): Caller => ({ actor, origin });

/** Whether an office of whoever asks does that. */
export const mayDo = async (
  { actsOf }: StaffDeps,
  request: FastifyRequest,
  act: StaffAct,
): Promise<boolean> => request.actor.kind === 'practitioner' && (await actsOf(callerOf(request))).has(act);

/** Turns away whoever has no office that does this; the attempt is in the journal first. */
export async function refuse(
  deps: Pick<StaffDeps, 'journal'>,
  request: FastifyRequest,
  reply: FastifyReply,
  act: StaffAct,
) {
  const { actor, purpose, origin } = request;
  const event = { action: 'attempt', outcome: 'denied', actor, origin, why: `office:${act}` } as const;
  await deps.journal({ ...event, ...(purpose && { purpose }) });
  return forbidden(reply, actor, 'This is of another office than yours.');
}

/** A handler for those whose office does that. */
export const forStaff =
  (deps: StaffDeps, act: StaffAct, handle: (request: FastifyRequest, reply: FastifyReply) => unknown) =>
  async (request: FastifyRequest, reply: FastifyReply) =>
    (await mayDo(deps, request, act)) ? handle(request, reply) : refuse(deps, request, reply, act);
