import { createPrivateKey, type JsonWebKey, sign } from 'node:crypto';
import { type InnerList, serializeDictionary } from 'structured-headers';
import { toContentDigest } from './content-digest.ts';
import { type HttpMessage, signatureBase } from './signature-base.ts';

export interface SigningRules {
  /** The client's private key, P-256. */
  key: JsonWebKey;
  keyid: string;
  created: Date;
  /** Never the same twice for a key; 16 random bytes in base64url serve. */
  nonce: string;
  body: Uint8Array;
  /** What is covered besides method, address, type and digest of the content. */
  alsoCovered?: readonly string[];
}

/**
 * Signs a request as a client does (RFC 9421 §3.1, RFC 9530 §2): gives the headers to add to it. A request with a body
 * has its `Content-Type` already.
 * @throws NotCovered when something to be covered is not in the request.
 */
export function signMessage(request: HttpMessage, rules: SigningRules): Record<string, string> {
  const { body, created, keyid, nonce } = rules;
  const digest: Record<string, string> = body.length > 0 ? { 'Content-Digest': toContentDigest(body) } : {};
  const names = [
    '@method',
    '@target-uri',
    ...(body.length > 0 ? ['content-digest', 'content-type'] : []),
    ...(rules.alsoCovered ?? []),
  ];
  const input: InnerList = [
    names.map(name => [name, new Map()]),
    new Map<string, string | number>([
      ['created', Math.floor(created.getTime() / 1000)],
      ['keyid', keyid],
      ['nonce', nonce],
      ['alg', 'ecdsa-p256-sha256'],
    ]),
  ];
  const base = signatureBase({ ...request, headers: { ...request.headers, ...digest } }, input);
  const key = createPrivateKey({ key: rules.key, format: 'jwk' });
  const signature = sign('sha256', Buffer.from(base), { key, dsaEncoding: 'ieee-p1363' });
  return {
    ...digest,
    'Signature-Input': serializeDictionary(new Map([['sig', input]])),
    Signature: serializeDictionary(new Map([['sig', [new Uint8Array(signature), new Map()]]])),
  };
}
