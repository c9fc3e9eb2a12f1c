import { createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';

/** `der`: X.509, WebAuthn (RFC 3279 §2.2.3). `ieee-p1363`: JOSE, HTTP signatures (RFC 7518 §3.4). */
export type EcdsaEncoding = 'der' | 'ieee-p1363';

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const inRange = (bytes: Uint8Array): boolean => {
  const value = bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  return value > 0n && value < order;
};

/** One DER INTEGER at `at`: positive, minimal, short form; its end, or undefined. */
function integerEnd(signature: Uint8Array, at: number): number | undefined {
  const [tag, length, first, second] = signature.subarray(at, at + 4);
  if (tag !== 0x02 || length === undefined || length === 0 || length > 33 || first === undefined)
    return undefined;
  if (first >= 0x80 || (first === 0 && length > 1 && second! < 0x80)) return undefined;
  const end = at + 2 + length;
  return end <= signature.length && inRange(signature.subarray(at + 2, end)) ? end : undefined;
}

function isDer(signature: Uint8Array): boolean {
  if (signature[0] !== 0x30 || signature[1] !== signature.length - 2) return false;
  const middle = integerEnd(signature, 2);
  return middle !== undefined && integerEnd(signature, middle) === signature.length;
}

const isP1363 = (signature: Uint8Array): boolean =>
  signature.length === 64 && inRange(signature.subarray(0, 32)) && inRange(signature.subarray(32));

const isWellFormed: Record<EcdsaEncoding, (signature: Uint8Array) => boolean> = {
  der: isDer,
  'ieee-p1363': isP1363,
};

/** The key of a P-256 JWK or SubjectPublicKeyInfo (DER), or undefined when it is not a point of that curve. */
export function toP256Key(source: JsonWebKey | Uint8Array): KeyObject | undefined {
  try {
    const key =
      source instanceof Uint8Array
        ? createPublicKey({ key: Buffer.from(source), format: 'der', type: 'spki' })
        : createPublicKey({ key: source, format: 'jwk' });
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Verifies ECDSA with P-256 and SHA-256 (FIPS 186-5 §6.4.2). The encoding is checked before the arithmetic: exactly
 * one text per signature (X.690 §10 for DER, 64 bytes for P1363), r and s from 1 to n - 1. A key of another
 * curve verifies nothing.
 */
export function verifyEs256(
  key: KeyObject,
  data: Uint8Array,
  signature: Uint8Array,
  dsaEncoding: EcdsaEncoding,
): boolean {
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return false;
  return isWellFormed[dsaEncoding](signature) && verify('sha256', data, { key, dsaEncoding }, signature);
}
