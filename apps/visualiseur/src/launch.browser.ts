import {
  type AuthorizationServer,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  type Client,
  calculatePKCECodeChallenge,
  DPoP,
  discoveryRequest,
  generateKeyPair,
  generateRandomCodeVerifier,
  generateRandomState,
  None,
  processAuthorizationCodeResponse,
  processDiscoveryResponse,
  processPushedAuthorizationResponse,
  pushedAuthorizationRequest,
  validateAuthResponse,
} from 'oauth4webapi';

const client: Client = { client_id: 'visualiseur', id_token_signed_response_alg: 'ES256' };
const kept = 'continuum-launch';
const callback = () => `${location.origin}/visualiseur/retour`;
const record = () => `${location.origin}/fhir/R4`;

/** In the demonstration the server is reached over plain http, on this machine. */
const plainly = () => ({ [allowInsecureRequests]: location.protocol === 'http:' });

/**
 * The handle of a start that a DMÉ prepared (SMART App Launch 2.2, EHR launch); undefined when the address asks for none,
 * or for one of another server.
 */
export function launchOf(address: URL): string | undefined {
  const iss = address.searchParams.get('iss');
  return iss?.replace(/\/$/, '') === record() ? (address.searchParams.get('launch') ?? undefined) : undefined;
}

async function server(): Promise<AuthorizationServer> {
  const issuer = new URL(location.origin);
  return processDiscoveryResponse(issuer, await discoveryRequest(issuer, plainly()));
}

/** Pushes the request (RFC 9126) and leaves the page for the authorization server, which brings it back. */
export async function begin(launch: string): Promise<void> {
  const as = await server();
  const verifier = generateRandomCodeVerifier();
  const state = generateRandomState();
  const parameters = {
    ...{ response_type: 'code', redirect_uri: callback(), scope: 'openid fhirUser launch', launch, state },
    ...{ resource: record(), code_challenge_method: 'S256' },
    code_challenge: await calculatePKCECodeChallenge(verifier),
  };
  const answer = await pushedAuthorizationRequest(as, client, None(), parameters, plainly());
  const { request_uri } = await processPushedAuthorizationResponse(as, client, answer);
  sessionStorage.setItem(kept, JSON.stringify({ verifier, state }));
  location.replace(
    `${as.authorization_endpoint}?${new URLSearchParams({ client_id: client.client_id, request_uri })}`,
  );
}

async function finish(): Promise<string> {
  const { verifier, state } = JSON.parse(sessionStorage.getItem(kept) ?? '{}') as Record<string, string>;
  sessionStorage.removeItem(kept);
  const as = await server();
  const answer = validateAuthResponse(as, client, new URL(location.href), state);
  const proof = DPoP(client, await generateKeyPair('ES256'));
  const options = { DPoP: proof, ...plainly() };
  const response = await authorizationCodeGrantRequest(
    ...([as, client, None(), answer, callback(), verifier ?? ''] as const),
    options,
  );
  const { patient } = await processAuthorizationCodeResponse(as, client, response);
  if (typeof patient !== 'string') throw new Error('nobody is in context');
  return patient;
}

let finishing: Promise<string> | undefined;

/**
 * Id of the Patient whom the DMÉ put in context, once the browser is back: the answer is checked (`state`, `iss`,
 * RFC 9207), and its code exchanged, once. The token itself is not kept: the screens have their own session.
 */
export function patientInContext(): Promise<string> {
  finishing ??= finish();
  return finishing;
}
