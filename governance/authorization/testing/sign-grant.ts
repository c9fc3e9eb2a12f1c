import type { Pool } from '@continuum/record-database';
import { registerCredential, type SignedActs } from '@continuum/registries-credential';
import { softwareAuthenticator } from '@continuum/registries-credential/testing';
import { type Actor, usualPurpose } from '@continuum/trust-access';
import { type GrantAct, grantCode } from '../grant/signed-grant.ts';
import type { Authorizations } from '../index.ts';

interface Desk {
  pool: Pool;
  acts: SignedActs;
  authorizations: Pick<Authorizations, 'proposeGrant'>;
  certify: (holder: string, publicKey: JsonWebKey) => Promise<string>;
  origin: { request: string; address: string; channel: string };
  screen: string;
}

type JsonWebKey = Parameters<typeof registerCredential>[1]['publicKey'];

/** Agents with a key of their own, who sign what they grant as their screen does. */
export async function signingDesk(desk: Desk, agents: readonly Actor[]) {
  const keys = new Map<string, ReturnType<typeof softwareAuthenticator>>();
  for (const { id: holder, credential } of agents) {
    const key = softwareAuthenticator();
    const publicKey = key.publicKey.export({ format: 'jwk' });
    const certificate = await desk.certify(holder, publicKey);
    const userName = holder.replace('Practitioner/', '');
    await registerCredential(desk.pool, {
      ...{ id: credential.id, userName, holder, kind: 'fido2', publicKey, certificate },
    });
    keys.set(holder, key);
  }
  /** The grant of a request, signed; undefined when it is not theirs to accept now, or they have no key. */
  return async (actor: Actor, request: string): Promise<GrantAct | undefined> => {
    const { origin, acts, authorizations, screen } = desk;
    const proposed = await authorizations.proposeGrant(request, { actor, origin });
    const key = keys.get(actor.id);
    if (!('done' in proposed) || key === undefined) return undefined;
    const session = Buffer.from(`session of ${actor.id}`);
    const signer = { actor, purpose: usualPurpose(actor.profile), origin, session };
    const ready = await acts.prepare(signer, { code: grantCode, resource: proposed.value });
    if (!ready.ok) throw new Error(ready.text);
    const { act, challenge } = ready.prepared;
    const assertion = { ...key.get(challenge, screen), id: actor.credential.id };
    const signed = await acts.sign(signer, { act, assertion });
    if (!signed.ok) throw new Error(signed.text);
    return { act: signed.act, version: signed.version };
  };
}
