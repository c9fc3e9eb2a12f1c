import { join } from 'node:path';
import { keepOnce, readIfThere } from '@continuum/registries-credential';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from 'jose';

/** The authorization server's private keys, newest first, as a JWK Set. */
export interface SigningKeys {
  keys: JWK[];
}

const file = 'authorization-server.json';

async function generateKeys(): Promise<SigningKeys> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { keys: [{ ...jwk, use: 'sig', alg: 'ES256', kid: await calculateJwkThumbprint(jwk) }] };
}

async function readKeys(path: string): Promise<SigningKeys | undefined> {
  try {
    const text = await readIfThere(path);
    return text === undefined ? undefined : (JSON.parse(text) as SigningKeys);
  } catch (error) {
    throw new Error(`${path} cannot be read as a JWK Set.`, { cause: error });
  }
}

/**
 * The signing keys kept in `folder` (`$CONTINUUM_DATA/keys`).
 * @param options.create make them when they are missing: in the demonstration only.
 * @throws Error with one line that names the file and the mend, when they are missing or unreadable.
 */
export async function loadSigningKeys(folder: string, options: { create: boolean }): Promise<SigningKeys> {
  const path = join(folder, file);
  const kept = await readKeys(path);
  if (kept) return kept;
  if (!options.create)
    throw new Error(
      `CONTINUUM_DATA: ${path} is missing: put there a private JWK Set with one P-256 key (ES256).`,
    );
  // Of two processes that start together, one file wins and both read it.
  await keepOnce(folder, file, JSON.stringify(await generateKeys()));
  return (await readKeys(path))!;
}

const publicMembers = ['kty', 'crv', 'x', 'y', 'use', 'alg', 'kid'] as const;

/** The public halves, for those who verify tokens. */
export function toPublicKeys(keys: SigningKeys): JSONWebKeySet {
  const toPublic = (jwk: JWK): JWK =>
    Object.fromEntries(publicMembers.filter(name => jwk[name]).map(name => [name, jwk[name]])) as JWK;
  return { keys: keys.keys.map(toPublic) };
}
