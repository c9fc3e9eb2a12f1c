import { type JsonWebKey, X509Certificate } from 'node:crypto';
import type { Pool } from '@continuum/record-database';
import type { Origin, RequestSignature, SignatureVerdict } from '@continuum/record-gate';
import type { Actor, Purpose } from '@continuum/trust-access';
import {
  type CheckedMessage,
  checkMessageSignature,
  type HashedBody,
  type HttpMessage,
  type MessageSignatureFailure,
  messageKeyId,
} from '@continuum/trust-signature';
import { certificateCounts } from './authority/certificate-store.ts';
import type { SignInEvent } from './sign-in-event.ts';

/** A request that deposits something, as a door has it. */
interface DepositingRequest {
  actor: Actor;
  origin: Origin;
  purpose?: Purpose;
  method: string;
  /** Path and query. */
  url: string;
  headers: HttpMessage['headers'];
}

/** Checks the signature of a system's request over its body, or over the hashes of it. */
export type CheckSignature = (
  request: DepositingRequest,
  body: Uint8Array | HashedBody,
) => Promise<SignatureVerdict>;

interface SignedRequestDeps {
  pool: Pick<Pool, 'query'>;
  /** The addresses that the server is known by: the signature covers the one that was used. */
  origins: readonly string[];
  /** The public keys that a system registered. */
  keysOf: (clientId: string) => Promise<readonly Record<string, unknown>[]>;
  /** Keeps a nonce until it is too old to count; false when that key used it before, on whichever process. */
  takeProof: (proof: { thumbprint: string; jti: string; keepUntil: Date }) => Promise<boolean>;
  /** Whether what is not signed is refused: everywhere but in the demonstration. */
  required: boolean;
  journal: (event: SignInEvent) => Promise<void>;
  clock?: () => Date;
}

/** What a request is to be signed over, as `Accept-Signature` says it (RFC 9421, §5.1). */
const acceptSignature =
  'sig=("@method" "@target-uri" "content-digest" "content-type");created;alg="ecdsa-p256-sha256"';

type Why = MessageSignatureFailure | 'content-encoded' | 'replayed';

const unreadable =
  'The signature cannot be read: send one Signature and one Signature-Input (RFC 9421) that cover "@method", ' +
  '"@target-uri" and, of a body, "content-digest" (RFC 9530) and "content-type", with created, keyid and nonce.';
const unsigned =
  'This request must be signed (RFC 9421): send Content-Digest, Signature-Input and Signature, by the key of your ' +
  'certificate (keyid: its serial number) or one that you registered (keyid: its kid).';
const wrong =
  'The signature does not hold: sign this method and the address that you call, by a key of yours that counts now, at ' +
  'most five minutes ago, with a nonce that was never used.';
const digest = 'Content-Digest is not that of the body (RFC 9530): send sha-256 or sha-512 of its bytes.';
const encoded = 'A signed request comes without Content-Encoding: send the body as it is.';

/** What the caller is told; why exactly is in the journal. */
const told: Partial<Record<Why, { status: 400 | 401; text: string }>> = {
  missing: { status: 401, text: unsigned },
  'digest-foreign': { status: 400, text: digest },
  'digest-missing': { status: 400, text: digest },
  'digest-malformed': { status: 400, text: digest },
  'content-encoded': { status: 400, text: encoded },
  malformed: { status: 400, text: unreadable },
  ambiguous: { status: 400, text: unreadable },
  'algorithm-refused': { status: 400, text: unreadable },
  'key-unnamed': { status: 400, text: unreadable },
  'created-missing': { status: 400, text: unreadable },
  'nonce-missing': { status: 400, text: unreadable },
  'component-uncovered': { status: 400, text: unreadable },
  'component-absent': { status: 400, text: unreadable },
};

interface SignerKey {
  key: JsonWebKey | Uint8Array;
  kept: RequestSignature['key'];
}

const ownCertificate = `
  SELECT c.der FROM service.certificate c
   WHERE c.serial = $1 AND c.subject = $2 AND ${certificateCounts('c', '$3')}`;

async function signerKey(
  { pool, keysOf }: SignedRequestDeps,
  clientId: string,
  keyid: string,
  now: Date,
): Promise<SignerKey | undefined> {
  const values = [keyid, `Device/${clientId}`, now];
  const [row] = await pool.query<{ der: Buffer }>(ownCertificate, values, 'certificate-signer');
  if (row) {
    const spki = new X509Certificate(row.der).publicKey.export({ type: 'spki', format: 'der' });
    return { key: spki, kept: { certificate: row.der.toString('base64') } };
  }
  const registered = (await keysOf(clientId)).find(({ kid, use }) => kid === keyid && use !== 'enc');
  if (registered === undefined) return undefined;
  const { kty, crv, x, y } = registered;
  const jwk = { kty, crv, x, y };
  return { key: jwk as JsonWebKey, kept: { jwk } };
}

type Checked = CheckedMessage | { ok: false; why: Why };

/** Against each address that the server is known by: the signer wrote one of them. */
function checkAt(
  { origins }: SignedRequestDeps,
  { method, url, headers }: DepositingRequest,
  rules: Parameters<typeof checkMessageSignature>[1],
): Checked {
  let checked: Checked = { ok: false, why: 'signature-invalid' };
  for (const origin of origins) {
    checked = checkMessageSignature({ method, url: `${origin}${url}`, headers }, rules);
    if (checked.ok || checked.why !== 'signature-invalid') return checked;
  }
  return checked;
}

const isSigned = ({ headers }: DepositingRequest): boolean =>
  headers.signature !== undefined || headers['signature-input'] !== undefined;

type Verified = { ok: true; signature: RequestSignature } | { ok: false; why: Why };

async function verify(
  deps: SignedRequestDeps,
  request: DepositingRequest,
  clientId: string,
  body: Uint8Array | HashedBody,
): Promise<Verified> {
  if (request.headers['content-encoding'] !== undefined) return { ok: false, why: 'content-encoded' };
  const keyid = messageKeyId(request);
  if (keyid === undefined) return { ok: false, why: 'malformed' };
  const now = deps.clock?.() ?? new Date();
  const signer = await signerKey(deps, clientId, keyid, now);
  if (signer === undefined) return { ok: false, why: 'key-foreign' };
  const checked = checkAt(deps, request, { keyid, key: signer.key, now, body });
  if (!checked.ok) return checked;
  const { nonce, keepUntil, created, base, signature } = checked;
  const use = { thumbprint: `request ${clientId} ${keyid}`, jti: nonce, keepUntil };
  if (!(await deps.takeProof(use))) return { ok: false, why: 'replayed' };
  return {
    ok: true,
    signature: { keyid, key: signer.kept, created: created.toISOString(), base, signature },
  };
}

/**
 * Checks what systems sign (RFC 9421, RFC 9530): by the key of a certificate that the authority stands by at this moment,
 * or one that the system registered; each signature once, on whichever process. A refusal is journalled before it is
 * told. Of others than systems nothing is asked: their acts are signed otherwise.
 */
export function createSignatureCheck(deps: SignedRequestDeps): CheckSignature {
  return async (request, body) => {
    const { actor, purpose, origin } = request;
    const clientId = actor.kind === 'system' ? actor.source?.id : undefined;
    if (clientId === undefined || (!isSigned(request) && !deps.required)) return { ok: true };
    const verified: Verified = isSigned(request)
      ? await verify(deps, request, clientId, body)
      : { ok: false, why: 'missing' };
    if (verified.ok) return verified;
    const why = `signature-${verified.why}`;
    await deps.journal({
      action: 'attempt',
      outcome: 'denied',
      actor,
      ...(purpose && { purpose }),
      origin,
      why,
    });
    const answer = told[verified.why] ?? { status: 401, text: wrong };
    return { ok: false, ...answer, headers: { 'Accept-Signature': acceptSignature } };
  };
}
