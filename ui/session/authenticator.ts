import { postJson } from '@continuum/ui-fhir-client';

/** An authentication assertion, as `navigator.credentials.get()` serialises it (WebAuthn level 3, §5.1.8). */
export interface Assertion {
  id: string;
  response: { clientDataJSON: string; authenticatorData: string; signature: string };
}

/** What a key is asked. */
export interface AssertionRequest {
  userName: string;
  challenge: string;
  /** Any of these may sign; some are nobody's. */
  credentialIds: readonly string[];
  /** The key's PIN, for keys that do not ask for it themselves. */
  pin: string;
}

/** A key on the desk: signs a challenge once its PIN is right. */
export interface Authenticator {
  /** True when the PIN is typed on the page; a hardware key asks for it in the browser's own window. */
  readonly asksPinHere: boolean;
  /** @throws ServerFailure 403 when the PIN is wrong, 429 while the key waits. */
  assert(request: AssertionRequest): Promise<Assertion>;
}

/** The person or their key gave up: no PIN, no touch, another key. Said like a wrong PIN. */
export class KeyRefused extends Error {}

const refused = (cause: unknown): never => {
  throw new KeyRefused('The key did not sign.', { cause });
};

/** A FIDO2 key: the browser asks for its PIN, and the key signs inside itself. */
export const securityKey: Authenticator = {
  asksPinHere: false,
  async assert({ challenge, credentialIds }) {
    const { PublicKeyCredential: api } = window;
    if (typeof api?.parseRequestOptionsFromJSON !== 'function') throw new KeyRefused('No WebAuthn here.');
    const publicKey = api.parseRequestOptionsFromJSON({
      challenge,
      allowCredentials: credentialIds.map(id => ({ type: 'public-key', id })),
      userVerification: 'required',
    });
    const credential = await navigator.credentials.get({ publicKey }).catch(refused);
    const { id, response } = (credential as PublicKeyCredential).toJSON() as Assertion;
    const { clientDataJSON, authenticatorData, signature } = response;
    return { id, response: { clientDataJSON, authenticatorData, signature } };
  },
};

/** The software key of the demonstration: the server holds it, the PIN opens it. */
export const demonstrationKey: Authenticator = {
  asksPinHere: true,
  assert: ({ userName, challenge, pin }) =>
    postJson<Assertion>(
      `/demo/keys/${encodeURIComponent(userName)}/assertions`,
      { challenge, pin },
      { anonymous: true },
    ),
};
