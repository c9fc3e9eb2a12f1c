import { tell } from '@continuum/door';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Keys } from '../enrolment/keys.ts';
import { callerOf, forStaff, type StaffDeps } from '../staff.ts';
import type { Authority } from './authority.ts';
import { type CertificateQuery, certificateStates } from './certificate-register.ts';
import type { RevocationReason } from './certificate-store.ts';

interface CertificateRoutesDeps extends StaffDeps {
  authority: Pick<Authority, 'search' | 'state' | 'revoke'>;
  keys: Pick<Keys, 'change' | 'certifiedBy'>;
}

/** Why the staff revokes for good; what is only stopped for a while is suspended. */
export const staffReasons = [
  ...(['keyCompromise', 'affiliationChanged', 'privilegeWithdrawn'] as const),
  ...(['cessationOfOperation', 'unspecified'] as const),
] satisfies RevocationReason[];

const schemas = {
  search: {
    querystring: {
      type: 'object',
      properties: {
        text: { type: 'string', maxLength: 200 },
        profile: { enum: ['person', 'organization', 'system'] },
        state: { enum: certificateStates },
        cursor: { type: 'string', maxLength: 300 },
      },
    },
  },
  revoke: {
    params: { type: 'object', properties: { serial: { type: 'string', pattern: '^[0-9a-f]{32}$' } } },
    body: { type: 'object', required: ['reason'], properties: { reason: { enum: staffReasons } } },
  },
};

/** The certificate of a key takes the key with it: a holder must not read "active" of a key that opens nothing. */
async function revoke(deps: CertificateRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { serial } = request.params as { serial: string };
  const { reason } = request.body as { reason: RevocationReason };
  const by = callerOf(request);
  const key = await deps.keys.certifiedBy(serial);
  const done = key
    ? (await deps.keys.change(key, 'revoke', by, reason)).changed
    : (await deps.authority.revoke(serial, reason, by)) !== undefined;
  return done
    ? reply.code(204).send()
    : tell(reply, 409, 'conflict', 'serial: the authority issued no such certificate, or it was revoked.');
}

/**
 * What the offices that see certificates, and revoke them, ask of the authority, under `/api/credential`: `GET /certificates` (`text`, `profile`, `state`, `cursor`),
 * `POST /certificates/:serial/revocation` (`reason`), `GET /authority`.
 */
export function certificateRoutes(app: FastifyInstance, deps: CertificateRoutesDeps): void {
  const { authority } = deps;
  app.get(
    '/certificates',
    { schema: schemas.search },
    forStaff(deps, 'see-certificates', request => authority.search(request.query as CertificateQuery)),
  );
  app.get(
    '/authority',
    forStaff(deps, 'see-certificates', () => authority.state()),
  );
  app.post(
    '/certificates/:serial/revocation',
    { schema: schemas.revoke },
    forStaff(deps, 'revoke-certificate', (request, reply) => revoke(deps, request, reply)),
  );
}
