import type { Pool } from '@continuum/record-database';
import { type Actor, usualPurpose } from '@continuum/trust-access';
import type { ActProposal, SignedActs } from '../act/index.ts';
import { registerCredential } from '../credential.ts';
import { softwareAuthenticator } from './software-authenticator.ts';

type JsonWebKey = Parameters<typeof registerCredential>[1]['publicKey'];

interface Desk {
  pool: Pool;
  acts: SignedActs;
  certify: (holder: string, publicKey: JsonWebKey) => Promise<string>;
  origin: { request: string; address: string; channel: string };
  screen: string;
}

/** Persons with a key of their own, who sign acts as their screens do. */
export async function signingDesk({ pool, acts, certify, origin, screen }: Desk, signers: readonly Actor[]) {
  const keys = new Map<string, ReturnType<typeof softwareAuthenticator>>();
  for (const { id: holder, credential } of signers) {
    const key = softwareAuthenticator();
    const publicKey = key.publicKey.export({ format: 'jwk' });
    const certificate = await certify(holder, publicKey);
    const userName = holder.replace('Practitioner/', '');
    await registerCredential(pool, {
      ...{ id: credential.id, userName, holder, kind: 'fido2', publicKey, certificate },
    });
    keys.set(holder, key);
  }
  /** The act, signed; undefined of somebody who has no key. @throws Error with what refused it */
  return async (
    actor: Actor,
    proposal: ActProposal,
  ): Promise<{ act: string; version: number } | undefined> => {
    const key = keys.get(actor.id);
    if (key === undefined) return undefined;
    const session = Buffer.from(`session of ${actor.id}`);
    const signer = { actor, purpose: usualPurpose(actor.profile), origin, session };
    const ready = await acts.prepare(signer, proposal);
    if (!ready.ok) throw new Error(ready.text);
    const { act, challenge } = ready.prepared;
    const assertion = { ...key.get(challenge, screen), id: actor.credential.id };
    const signed = await acts.sign(signer, { act, assertion });
    if (!signed.ok) throw new Error(signed.text);
    return { act: signed.act, version: signed.version };
  };
}
