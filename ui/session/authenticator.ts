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
  credentialId: string;
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
