import { tell } from '@continuum/door';
import type { FastifyPluginAsync } from 'fastify';
import type { DemonstrationKeys } from './demonstration-key.ts';

interface Body {
  challenge: string;
  pin: string;
}

const schema = {
  body: {
    type: 'object',
    required: ['challenge', 'pin'],
    properties: {
      challenge: { type: 'string', minLength: 1, maxLength: 200 },
      pin: { type: 'string', minLength: 1, maxLength: 200 },
    },
  },
};

/**
 * `POST /demo/keys/:userName/assertions {challenge, pin}` → the assertion, 403 for a wrong PIN, 429 while the
 * key waits. Mounted at `/demo/keys` in the demonstration, and not at all elsewhere.
 */
export function demonstrationRoutes(keys: DemonstrationKeys): FastifyPluginAsync {
  return async app => {
    app.post<{ Params: { userName: string }; Body: Body }>(
      '/:userName/assertions',
      { schema },
      async (request, reply) => {
        const { challenge, pin } = request.body;
        const { userName } = request.params;
        const result = await keys.sign({ userName, challenge, pin, address: request.ip });
        if (result.signed) return result.assertion;
        if (result.why === 'pin-wrong') return tell(reply, 403, 'login', 'Wrong PIN.');
        const text = `Too many wrong PINs: wait ${result.retryAfterSeconds} seconds.`;
        return tell(reply.header('Retry-After', result.retryAfterSeconds), 429, 'login', text);
      },
    );
  };
}
