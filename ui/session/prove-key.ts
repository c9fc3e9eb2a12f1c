import { digest, newSessionKey, postJson } from '@continuum/ui-fhir-client';
import { type Assertion, demonstrationKey, securityKey } from './authenticator.ts';
import { assertWith } from './sign-prepared.ts';

/** A key that whoever is signed in holds. */
export interface OwnKey {
  userName: string;
  kind: 'software' | 'fido2';
}

/** What shows that the key was there a moment ago, with its PIN. */
export interface KeyProof {
  assertion: Assertion;
  thumbprint: string;
}

/**
 * Asks the person's key once more, before something that a session alone must not do.
 * @throws KeyRefused, ServerFailure, NetworkFailure
 */
export async function proveKey({ userName, kind }: OwnKey, pin: string): Promise<KeyProof> {
  const { thumbprint } = await newSessionKey();
  const { challenge, salt, credentialIds } = await postJson<{
    challenge: string;
    salt: string;
    credentialIds: string[];
  }>('/api/session/challenge', { userName, thumbprint }, { anonymous: true });
  if ((await digest(`${salt}${thumbprint}`)) !== challenge)
    throw new Error('The challenge is not over the key of this browser.');
  const key = kind === 'software' ? demonstrationKey : securityKey;
  return { assertion: await assertWith(key, { userName, challenge, credentialIds, pin }), thumbprint };
}
