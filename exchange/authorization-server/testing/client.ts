import { createHash, randomUUID } from 'node:crypto';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Browser } from './browser.ts';
import { fhir, issuer, proofKey } from './server.ts';

type Fields = Record<string, string>;

/** The address of a request for authorization, and what its maker keeps. */
export function authorizationRequest(
  client: string,
  scope: string,
  more: Record<string, string | undefined> = {},
) {
  const { verifier, challenge } = proofKey();
  const parameters = {
    ...{ response_type: 'code', client_id: client, redirect_uri: 'https://app.example/back', scope },
    ...{ aud: fhir, state: 'state-1', code_challenge: challenge, code_challenge_method: 'S256' },
    ...more,
  };
  const given = Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const query = new URLSearchParams(given);
  return { verifier, query, address: `/oauth/authorize?${query}` };
}

/** Where a redirection to the application leads, read. */
export function answerOf(answer: LightMyRequestResponse): URLSearchParams {
  const { search, hash } = new URL(String(answer.headers.location));
  return new URLSearchParams(search || hash.slice(1));
}

/** Opens the request, says yes when a page asks, and gives what the application is told. */
export async function authorize(
  browser: Browser,
  address: string,
  chosen: Fields = {},
): Promise<URLSearchParams> {
  const start = await browser.get(address);
  const page = await browser.open(String(start.headers.location));
  if (page.statusCode !== 200) return answerOf(page);
  const where = String(start.headers.location);
  return answerOf(await browser.submit(page, where, { decision: 'authorize', ...chosen }));
}

/** Exchanges a code, or a refresh token. */
export const tokenFor = (app: FastifyInstance, fields: Fields, headers: Fields = {}) =>
  app.inject({
    ...{ method: 'POST', url: '/oauth/token' },
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams({ redirect_uri: 'https://app.example/back', ...fields }).toString(),
  });

/** A key that proves possession (RFC 9449). */
export async function createProver() {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(publicKey);
  return {
    thumbprint: await calculateJwkThumbprint(jwk),
    /** @param ahead seconds that the prover's clock is ahead. */
    prove: (method: string, path: string, token?: string, jti: string = randomUUID(), ahead = 0) =>
      new SignJWT({
        ...{ jti, htm: method, htu: `${issuer}${path}` },
        ...(token && { ath: createHash('sha256').update(token).digest('base64url') }),
      })
        .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
        .setIssuedAt(Math.floor(Date.now() / 1000) + ahead)
        .sign(privateKey),
  };
}
