import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import type { Authority } from './authority.ts';

const types = {
  certificate: 'application/pkix-cert',
  list: 'application/pkix-crl',
  answer: 'application/ocsp-response',
  pem: 'application/x-pem-file',
} as const;

const send = (reply: FastifyReply, type: keyof typeof types, seconds: number, body: Buffer | string) =>
  reply
    .type(types[type])
    .header('Cache-Control', seconds === 0 ? 'no-store' : `public, max-age=${seconds}`)
    .send(body);

/** A request is a few hundred bytes; twenty certificates and a nonce are under two thousand. */
const bodyLimit = 4096;

/**
 * What anyone may ask of the authority, mounted at `/pki`: `root.pem`, `chain.pem`, `issuing.cer` (RFC 5280,
 * §4.2.2.1), `crl` (§5), and `ocsp` by GET and by POST (RFC 6960, appendix A).
 */
export function pkiRoutes(authority: Authority): FastifyPluginAsync {
  return async app => {
    app.addContentTypeParser(
      'application/ocsp-request',
      { parseAs: 'buffer', bodyLimit },
      async (_request: unknown, body: Buffer) => body,
    );
    app.get('/root.pem', (_request, reply) => send(reply, 'pem', 3600, authority.root));
    app.get('/chain.pem', (_request, reply) => send(reply, 'pem', 3600, authority.chain));
    app.get('/issuing.cer', (_request, reply) => send(reply, 'certificate', 3600, authority.issuing));
    // A revocation counts at once for whoever asks again.
    app.get('/crl', async (_request, reply) => send(reply, 'list', 60, await authority.revocationList()));
    app.post<{ Body: Buffer }>('/ocsp', async (request, reply) =>
      send(
        reply,
        'answer',
        0,
        await authority.answerStatus(Buffer.isBuffer(request.body) ? request.body : Buffer.of()),
      ),
    );
    app.get<{ Params: { '*': string } }>('/ocsp/*', async (request, reply) =>
      send(reply, 'answer', 0, await authority.answerStatus(Buffer.from(request.params['*'], 'base64'))),
    );
  };
}
