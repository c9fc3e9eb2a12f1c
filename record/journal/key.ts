import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The journal's Ed25519 key; its thumbprint names the journal. */
export interface JournalKey {
  id: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/** RFC 7638, with the members that RFC 8037 §2 requires. */
function thumbprint(publicKey: KeyObject): string {
  const { crv, kty, x } = publicKey.export({ format: 'jwk' });
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

/** Written beside and linked: two processes that start together end up with the same key. */
async function createKey(file: string): Promise<void> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, JSON.stringify(privateKey.export({ format: 'jwk' })), { mode: 0o600 });
  await link(draft, file).catch(ignoreExisting);
  await rm(draft);
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

async function read(file: string): Promise<KeyObject> {
  const jwk = JSON.parse(await readFile(file, 'utf8'));
  return createPrivateKey({ key: jwk, format: 'jwk' });
}

/** Reads `keys/journal.jwk` of the data folder, made on first use; its public half lies in `journal/`. */
export async function journalKey(data: string): Promise<JournalKey> {
  const file = join(data, 'keys', 'journal.jwk');
  await mkdir(join(data, 'keys'), { recursive: true, mode: 0o700 });
  await mkdir(join(data, 'journal'), { recursive: true, mode: 0o700 });
  const privateKey = await read(file).catch(async error => {
    if (!isMissing(error)) throw error;
    await createKey(file);
    return read(file);
  });
  const publicKey = createPublicKey(privateKey);
  const id = thumbprint(publicKey);
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: id };
  await writeFile(join(data, 'journal', 'public-key.jwk'), `${JSON.stringify(jwk)}\n`);
  return { id, privateKey, publicKey };
}
