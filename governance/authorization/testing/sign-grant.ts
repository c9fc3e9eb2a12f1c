import type { signingDesk } from '@continuum/registries-credential/testing';
import type { Actor } from '@continuum/trust-access';
import { type GrantAct, grantCode } from '../grant/signed-grant.ts';
import type { Authorizations } from '../index.ts';

type Sign = Awaited<ReturnType<typeof signingDesk>>;

/** The grant of a request, signed; undefined when it is not theirs to accept now, or they have no key. */
export const signingGrants =
  (
    sign: Sign,
    authorizations: Pick<Authorizations, 'proposeGrant'>,
    origin: Parameters<Authorizations['proposeGrant']>[1]['origin'],
  ) =>
  async (actor: Actor, request: string): Promise<GrantAct | undefined> => {
    const proposed = await authorizations.proposeGrant(request, { actor, origin });
    return 'done' in proposed ? sign(actor, { code: grantCode, resource: proposed.value }) : undefined;
  };
