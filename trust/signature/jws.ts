import { type CompactJWSHeaderParameters, compactVerify, decodeProtectedHeader, type JWK } from 'jose';
import { isStrongRsa } from './rsa.ts';

/** What a verified signature covers. */
export interface VerifiedJws {
  header: CompactJWSHeaderParameters;
  payload: Buffer;
}

const kinds: Record<string, { kty: string; crv?: string }> = {
  ES256: { kty: 'EC', crv: 'P-256' },
  ES384: { kty: 'EC', crv: 'P-384' },
  ES512: { kty: 'EC', crv: 'P-521' },
  RS256: { kty: 'RSA' },
  RS384: { kty: 'RSA' },
  RS512: { kty: 'RSA' },
  PS256: { kty: 'RSA' },
  PS384: { kty: 'RSA' },
  PS512: { kty: 'RSA' },
};

/** Base64url with nothing else in it, and no second text for the same bytes (RFC 7515 §2, RFC 4648 §3.5). */
const isBase64url = (text: string): boolean => Buffer.from(text, 'base64url').toString('base64url') === text;

/** Three parts, none of them written in a second way (RFC 7515 §3.1). */
function isCompact(jws: string): boolean {
  const parts = jws.split('.');
  return parts.length === 3 && parts[0] !== '' && parts[2] !== '' && parts.every(isBase64url);
}

const readHeader = (jws: string): CompactJWSHeaderParameters | undefined => {
  try {
    return decodeProtectedHeader(jws) as CompactJWSHeaderParameters;
  } catch {
    return undefined;
  }
};

/** That the key is for that algorithm and for verifying (RFC 7517 §4.2 to §4.4, RFC 8725 §3.1). */
export function isKeyFor(alg: string, key: JWK): boolean {
  const kind = kinds[alg];
  if (kind === undefined || key.kty !== kind.kty || (kind.crv && key.crv !== kind.crv)) return false;
  if (key.alg !== undefined && key.alg !== alg) return false;
  if (key.use !== undefined && key.use !== 'sig') return false;
  const uses: unknown = key.key_ops;
  if (uses !== undefined && !(Array.isArray(uses) && uses.includes('verify'))) return false;
  return key.kty !== 'RSA' || isStrongRsa({ ...key });
}

/** The one key that is meant; undefined when two could be, or when secrets lie among public keys. */
function chooseKey({ kid }: CompactJWSHeaderParameters, keys: readonly JWK[]): JWK | undefined {
  const named = keys.filter(key => key.kid === kid);
  const candidates = keys.length === 1 ? keys : named;
  if (keys.some(({ kty }) => kty === 'oct') || candidates.length !== 1) return undefined;
  const [key] = candidates;
  return kid !== undefined && key?.kid !== undefined && key.kid !== kid ? undefined : key;
}

/**
 * Verifies a JWS in compact serialisation (RFC 7515 §5.2) by one of the keys of whom we believe.
 * Undefined when it does not hold: another algorithm than those named (RFC 8725 §3.1), a key that is not for it,
 * a second encoding of the same bytes, a critical header nobody here understands, a signature that is wrong.
 * Symmetric algorithms identify nobody: whoever could verify could have signed.
 * @param keys public keys; with several, the header's `kid` names one, and only one.
 */
export async function verifyJws(
  jws: string,
  keys: readonly JWK[],
  algorithms: readonly string[],
): Promise<VerifiedJws | undefined> {
  const header = isCompact(jws) ? readHeader(jws) : undefined;
  const key = header && chooseKey(header, keys);
  if (key === undefined || !algorithms.includes(header!.alg) || !isKeyFor(header!.alg, key)) return undefined;
  const { use: _use, key_ops: _ops, ext: _ext, ...material } = key;
  return compactVerify(jws, material, { algorithms: [header!.alg] }).then(
    ({ protectedHeader, payload }) => ({ header: protectedHeader, payload: Buffer.from(payload) }),
    () => undefined,
  );
}
