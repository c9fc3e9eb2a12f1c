import type { FastifyReply, FastifyRequest } from 'fastify';
import { languageOf, type Text } from './language.ts';
import { tell } from './outcome.ts';

const statuses = {
  unknown: [404, 'not-found'],
  'not-theirs': [403, 'forbidden'],
  'own-record': [403, 'business-rule'],
  'not-now': [409, 'conflict'],
  'four-eyes': [409, 'business-rule'],
  'too-large': [413, 'too-long'],
  rule: [422, 'business-rule'],
  'too-many': [429, 'throttled'],
} as const;

/** Why something was not done. Nothing changed. */
export interface Refusal {
  refused: keyof typeof statuses;
  text: Text;
}

/** Answers why something was not done, in the language of whoever asks; of what is counted by the day, when to come back. */
export function refused(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const [status, code] = statuses[refusal.refused];
  if (status === 429) reply.header('Retry-After', '86400');
  return tell(reply, status, code, refusal.text[languageOf(request)]);
}

interface Done<T> {
  done: true;
  value: T;
}

/**
 * How a room answers its steps: with what a step gave, or, by `refuse`, why it was not taken.
 * @param refuse answers a refusal of that room
 */
export const answering =
  <R extends { refused: string }>(
    refuse: (request: FastifyRequest, reply: FastifyReply, refusal: R) => FastifyReply,
  ) =>
  async <T>(
    request: FastifyRequest,
    reply: FastifyReply,
    step: Promise<Done<T> | R>,
    status = 200,
  ): Promise<FastifyReply> => {
    const given = await step;
    return 'refused' in given
      ? refuse(request, reply, given as R)
      : reply.code(status).send((given as Done<T>).value);
  };
