import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuthorityKey, KeyKeeper, KeyName } from './authority-key.ts';

/** The text of a file, or undefined when there is none. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes a file that is not there yet, whole, for its owner alone. Of two writers, the first wins. */
export async function keepOnce(folder: string, file: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `${file}.${process.pid}.${randomBytes(4).toString('hex')}`);
  await writeFile(draft, text, { mode: 0o600 });
  try {
    await link(draft, join(folder, file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
}

function toAuthorityKey(privateKey: KeyObject): AuthorityKey {
  return {
    publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
    sign: async data => sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  };
}

function decrypt(path: string, pem: string, passphrase: string): AuthorityKey {
  try {
    return toAuthorityKey(createPrivateKey({ key: pem, passphrase }));
  } catch (cause) {
    throw new Error(`CONTINUUM_CA_PASSPHRASE: it does not open ${path}; give the one that closed it.`, {
      cause,
    });
  }
}

/**
 * Keys in files of `folder`, each an encrypted PKCS#8 PEM (RFC 5958; PBES2 with AES-256-CBC), that `openssl pkey`
 * opens too.
 */
export function createEncryptedKeys(folder: string, passphrase: string): KeyKeeper {
  const file = (name: KeyName) => `${name}.key.pem`;
  const open = async (name: KeyName): Promise<AuthorityKey | undefined> => {
    const path = join(folder, file(name));
    const pem = await readIfThere(path);
    return pem === undefined ? undefined : decrypt(path, pem, passphrase);
  };
  return {
    describe: name => join(folder, file(name)),
    open,
    async create(name) {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const encryption = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase } as const;
      await keepOnce(folder, file(name), privateKey.export(encryption) as string);
      return (await open(name))!;
    },
    close() {},
  };
}

/**
 * The passphrase that closes the authority's keys: the setting, or, in the demonstration only, one that is made
 * once and kept in the data folder for its owner alone.
 * @throws Error with one line that names the setting and the mend
 */
export async function readPassphrase(
  given: string | undefined,
  folder: string,
  options: { create: boolean },
): Promise<string> {
  if (given !== undefined) return given;
  if (!options.create)
    throw new Error(
      'CONTINUUM_CA_PASSPHRASE: it is missing: give the passphrase of the certificate authority’s keys, or keep them in a token (CONTINUUM_PKCS11_MODULE).',
    );
  await keepOnce(folder, 'passphrase', randomBytes(32).toString('base64url'));
  return (await readIfThere(join(folder, 'passphrase')))!;
}
