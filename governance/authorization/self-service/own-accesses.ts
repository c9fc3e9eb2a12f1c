import type { Gate, OwnLine } from '@continuum/record-gate';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refused } from '../refusal-answer.ts';

/** A page of what somebody did themself, as they read it. */
export interface OwnAccesses {
  accesses: OwnLine[];
  next?: string;
}

/** One’s own accesses, from the journal through the gate; nobody else’s. */
export async function ownAccesses(
  gate: Pick<Gate, 'open'>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<OwnAccesses | FastifyReply> {
  const { actor, purpose, origin, query } = request;
  const { count, cursor } = query as { count: number; cursor?: string };
  const found = await gate.open(actor, purpose, origin).ownJournal({ count, cursor });
  if (found.outcome === 'denied') return refused(request, reply, { refused: 'office' });
  return { accesses: found.lines, ...(found.next !== undefined && { next: found.next }) };
}
