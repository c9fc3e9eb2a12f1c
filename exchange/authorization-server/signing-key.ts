import { chmod, link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
    return JSON.parse(await readFile(path, 'utf8')) as SigningKeys;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`${path} cannot be read as a JWK Set.`, { cause: error });
  }
}

/** Of two processes that start together, one file wins and both read it. */
async function keepKeys(folder: string, keys: SigningKeys): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `${file}.${process.pid}`);
  await writeFile(draft, JSON.stringify(keys), { mode: 0o600 });
  await chmod(draft, 0o600);
  try {
    await link(draft, join(folder, file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
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
  await keepKeys(folder, await generateKeys());
  return (await readKeys(path))!;
}

const publicMembers = ['kty', 'crv', 'x', 'y', 'use', 'alg', 'kid'] as const;

/** The public halves, for those who verify tokens. */
export function toPublicKeys(keys: SigningKeys): JSONWebKeySet {
  const toPublic = (jwk: JWK): JWK =>
    Object.fromEntries(publicMembers.filter(name => jwk[name]).map(name => [name, jwk[name]])) as JWK;
  return { keys: keys.keys.map(toPublic) };
}
