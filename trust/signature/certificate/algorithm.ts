import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { verifyEs256 } from '../ecdsa.ts';
import { isStrongRsa } from '../rsa.ts';
import { type Der, integerOf, membersOf, oidOf, readDer, tagged } from './der.ts';

/** Whether a key made a signature over the data; false for a key of another kind. */
export type Verify = (data: Buffer, signature: Buffer, key: KeyObject) => boolean;

const isEc = (key: KeyObject): boolean => key.asymmetricKeyType === 'ec';

const ecdsa =
  (digest: string): Verify =>
  (data, signature, key) => {
    if (digest === 'sha256' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1')
      return verifyEs256(key, data, signature, 'der');
    return isEc(key) && verify(digest, data, { key, dsaEncoding: 'der' }, signature);
  };

const rsa =
  (digest: string): Verify =>
  (data, signature, key) =>
    key.asymmetricKeyType === 'rsa' && verify(digest, data, key, signature);

const pss =
  (digest: string, saltLength: number): Verify =>
  (data, signature, key) =>
    key.asymmetricKeyType === 'rsa' &&
    verify(digest, data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }, signature);

/** Who may still sign: SHA-2, and the parameters each must have (RFC 5758, RFC 4055, RFC 8410). */
const algorithms: Record<string, { parameters: 'none' | 'null'; verify: Verify }> = {
  '1.2.840.10045.4.3.2': { parameters: 'none', verify: ecdsa('sha256') },
  '1.2.840.10045.4.3.3': { parameters: 'none', verify: ecdsa('sha384') },
  '1.2.840.10045.4.3.4': { parameters: 'none', verify: ecdsa('sha512') },
  '1.2.840.113549.1.1.11': { parameters: 'null', verify: rsa('sha256') },
  '1.2.840.113549.1.1.12': { parameters: 'null', verify: rsa('sha384') },
  '1.2.840.113549.1.1.13': { parameters: 'null', verify: rsa('sha512') },
  '1.3.101.112': {
    parameters: 'none',
    verify: (data, signature, key) =>
      key.asymmetricKeyType === 'ed25519' && verify(null, data, key, signature),
  },
};

const digestLengths: Record<string, bigint> = { sha256: 32n, sha384: 48n, sha512: 64n };

const digests: Record<string, string> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** RSASSA-PSS with one of the digests for both, MGF1, a salt as long as the digest (RFC 4055 §3.1). */
function pssOf(parameters: Der): Verify | undefined {
  const members = membersOf(parameters);
  const digestOf = (algorithm: Der | undefined) => algorithm && digests[oidOf(membersOf(algorithm)[0])];
  const digest = digestOf(tagged(members, 0)?.children[0]);
  const mask = tagged(members, 1)?.children[0];
  const [generator, maskDigest] = mask ? membersOf(mask) : [];
  const salt = tagged(members, 2)?.children[0];
  const isKnown = generator && oidOf(generator) === '1.2.840.113549.1.1.8' && digestOf(maskDigest) === digest;
  const isSalted = digest && salt && integerOf(salt) === digestLengths[digest];
  return isKnown && isSalted ? pss(digest, Number(digestLengths[digest])) : undefined;
}

/** How an AlgorithmIdentifier verifies; undefined when it is not strong enough any more, or unknown. */
export function verifierOf(algorithm: Der): Verify | undefined {
  const [id, parameters, ...rest] = membersOf(algorithm);
  const oid = oidOf(id);
  if (oid === '1.2.840.113549.1.1.10') return parameters && pssOf(parameters);
  const known = algorithms[oid];
  const given = parameters === undefined ? 'none' : parameters.tag === 0x05 ? 'null' : 'other';
  return known?.parameters === given && rest.length === 0 ? known.verify : undefined;
}

const curves = ['prime256v1', 'secp384r1', 'secp521r1'];

/** Whether a key is of those that still count: P-256, P-384, P-521 by name; Ed25519; RSA from 2048 bits. */
export function isStrongKey(key: KeyObject): boolean {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'ec') return curves.includes(details?.namedCurve ?? '');
  if (type === 'rsa') return details!.modulusLength! % 8 === 0 && isStrongRsa(key.export({ format: 'jwk' }));
  return type === 'ed25519';
}

/** A SubjectPublicKeyInfo as a key; undefined when no key can be made of it, or its curve has no name (RFC 5480 §2.1.1). */
export function keyOf(info: Der): KeyObject | undefined {
  try {
    const [algorithm] = membersOf(info);
    const [id, parameters] = membersOf(algorithm);
    if (oidOf(id) === '1.2.840.10045.2.1' && parameters?.tag !== 0x06) return undefined;
    return createPublicKey({ key: Buffer.from(info.raw), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

/** Reads the bytes of a structure that somebody signed: what was, how, and the signature. */
export function readSigned(der: Uint8Array): { signed: Der; algorithm: Der; signature: Der } {
  const [signed, algorithm, signature] = membersOf(readDer(der));
  return { signed: signed!, algorithm: algorithm!, signature: signature! };
}
