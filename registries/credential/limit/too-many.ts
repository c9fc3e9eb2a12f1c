import { toOperationOutcome } from '@continuum/standards-fhir';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Turn } from './caller-limits.ts';

const windowSeconds = 60;

/** `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10). */
function tell(reply: FastifyReply, { kind, limit, remaining, seconds }: Turn): void {
  reply.header('RateLimit-Policy', `"${kind}";q=${limit};w=${windowSeconds}`);
  reply.header('RateLimit', `"${kind}";r=${remaining};t=${seconds}`);
}

/** Says how much is left to whoever comes near their limit. */
export function tellWhenNear(reply: FastifyReply, turn: Turn): void {
  if (turn.remaining * 5 < turn.limit) tell(reply, turn);
}

const bodies = {
  oauth: (text: string) => ({ error: 'temporarily_unavailable', error_description: text }),
  other: (text: string) => toOperationOutcome([{ severity: 'error', code: 'throttled', diagnostics: text }]),
};

/** Too many requests (RFC 6585, §4): when to come back, in the language of the door. */
export function tooMany(request: FastifyRequest, reply: FastifyReply, turn: Turn): FastifyReply {
  tell(reply, turn);
  const isOauth = request.origin.channel === 'oauth';
  const text = `Too many requests: come back in ${turn.seconds} seconds.`;
  return reply
    .code(429)
    .header('Retry-After', turn.seconds)
    .header('Cache-Control', 'no-store')
    .type(isOauth ? 'application/json' : 'application/fhir+json')
    .send(JSON.stringify(bodies[isOauth ? 'oauth' : 'other'](text)));
}
