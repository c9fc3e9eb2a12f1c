import { hash } from 'node:crypto';
import { decodeProtectedHeader, type JWK } from 'jose';
import { toNormalAddress } from './address.ts';
import { type Check, firstFailure } from './first-failure.ts';
import { verifyJws } from './jws.ts';
import { isSameText } from './same.ts';
import { thumbprint } from './thumbprint.ts';

/** Why a proof does not count; for the journal, never for the caller. */
export type ProofFailure =
  | 'malformed'
  | 'key-refused'
  | 'signature-invalid'
  | 'method-foreign'
  | 'address-foreign'
  | 'too-old'
  | 'too-early'
  | 'token-foreign'
  | 'key-foreign'
  | 'nonce-foreign';

/** The request that the proof came with. */
export interface ProvenRequest {
  method: string;
  /** As the caller wrote it: scheme, authority and path; query and fragment do not count. */
  url: string;
  now: Date;
  /** The access token that came along: the proof must be for it (`ath`). */
  token?: string;
  /** Thumbprint of the key that the token, or the session, is bound to. */
  thumbprint?: string;
  /** The nonces that the server still takes (RFC 9449 §8); without any, none is asked. */
  nonces?: readonly string[];
}

export type CheckedProof =
  | {
      ok: true;
      /** To be kept until `keepUntil`, and refused when it comes again with the same key. */
      jti: string;
      keepUntil: Date;
      thumbprint: string;
      issuedAt: Date;
    }
  | { ok: false; why: ProofFailure };

/** Seconds that a proof lives after its `iat`, and that its clock may be ahead of ours. */
const lifetime = 60;
const skew = 30;
const longest = 8192;

interface Claims {
  jti: string;
  htm: string;
  htu: string;
  iat: number;
  exp?: unknown;
  nbf?: unknown;
  ath?: unknown;
  nonce?: unknown;
}

const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= most;

function readClaims(payload: Buffer): Claims | undefined {
  try {
    const claims = JSON.parse(payload.toString('utf8')) as Partial<Claims> | null;
    if (claims === null || !isText(claims.jti, 256) || !isText(claims.htm, 32) || !isText(claims.htu, 4096))
      return undefined;
    return Number.isFinite(claims.iat) ? (claims as Claims) : undefined;
  } catch {
    return undefined;
  }
}

/** A public P-256 key as it must be written: nothing private, 32 bytes each (RFC 7518 §6.2.1). */
function publicKeyOf(jwk: unknown): JWK | undefined {
  const key = jwk as JWK | null;
  if (typeof key !== 'object' || key?.kty !== 'EC' || key.crv !== 'P-256') return undefined;
  const isPublic = ['d', 'k', 'p', 'q', 'dp', 'dq', 'qi', 'oth'].every(name => !(name in key));
  return isPublic && [key.x, key.y].every(it => typeof it === 'string' && it.length === 43) ? key : undefined;
}

function embeddedKey(proof: string): JWK | ProofFailure {
  try {
    const { typ, alg, jwk } = decodeProtectedHeader(proof);
    if (typ !== 'dpop+jwt' || alg !== 'ES256') return 'malformed';
    return publicKeyOf(jwk) ?? 'key-refused';
  } catch {
    return 'malformed';
  }
}

const isAddress = (htu: string, url: string): boolean => {
  const expected = toNormalAddress(url);
  return expected !== undefined && toNormalAddress(htu) === expected;
};

const isNumber = (value: unknown): value is number => typeof value === 'number';
const toEnd = (exp: unknown): number => (isNumber(exp) ? exp : exp === undefined ? Infinity : -Infinity);
const toStart = (nbf: unknown): number => (isNumber(nbf) ? nbf : nbf === undefined ? -Infinity : Infinity);
const toKeepUntil = (issuedAt: Date): Date => new Date(issuedAt.getTime() + lifetime * 1000);

/** Steps 8 to 12 of §4.3, each with what it is called when it fails. */
const checks: readonly Check<ProofFailure, [claims: Claims, request: ProvenRequest, key: string]>[] = [
  ['method-foreign', ({ htm }, { method }) => htm === method],
  ['address-foreign', ({ htu }, { url }) => isAddress(htu, url)],
  [
    'nonce-foreign',
    ({ nonce }, { nonces }) => nonces === undefined || nonces.some(taken => isSameText(nonce, taken)),
  ],
  ['too-old', ({ iat, exp }, { now }) => now.getTime() / 1000 <= Math.min(iat + lifetime, toEnd(exp))],
  ['too-early', ({ iat, nbf }, { now }) => now.getTime() / 1000 >= Math.max(iat, toStart(nbf)) - skew],
  [
    'token-foreign',
    ({ ath }, { token }) => token === undefined || isSameText(ath, hash('sha256', token, 'base64url')),
  ],
  [
    'key-foreign',
    (_, request, key) => request.thumbprint === undefined || isSameText(request.thumbprint, key),
  ],
];

const refused = (why: ProofFailure): CheckedProof => ({ ok: false, why });

/**
 * Checks a DPoP proof against the request it came with (RFC 9449 §4.3): one JWT of type `dpop+jwt`, ES256, by the
 * public P-256 key in its header; its method, address, nonce, age (60 seconds, and 30 for a clock ahead of ours),
 * access token and key. Whether its `jti` was seen before is the caller's to know (§11.1).
 * @param proof the value of the header `DPoP`; two of them, joined by a comma, are malformed (step 1).
 */
export async function checkProof(proof: string, request: ProvenRequest): Promise<CheckedProof> {
  if (proof.length > longest) return refused('malformed');
  const jwk = embeddedKey(proof);
  if (typeof jwk === 'string') return refused(jwk);
  const verified = await verifyJws(proof, [jwk], ['ES256']);
  if (verified === undefined) return refused('signature-invalid');
  const claims = readClaims(verified.payload);
  if (claims === undefined) return refused('malformed');
  const key = thumbprint({ ...jwk });
  const failure = firstFailure(checks, claims, request, key);
  if (failure !== undefined) return refused(failure);
  const issuedAt = new Date(claims.iat * 1000);
  return { ok: true, jti: claims.jti, keepUntil: toKeepUntil(issuedAt), thumbprint: key, issuedAt };
}
