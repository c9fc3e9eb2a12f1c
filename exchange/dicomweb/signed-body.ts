import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { RequestSignature, SignatureVerdict } from '@continuum/record-gate';
import type { FastifyRequest } from 'fastify';
import type { Door } from './door.ts';

type Refused = Extract<SignatureVerdict, { ok: false }>;

/** A body that may be read, with its signature if it has one. */
interface Taken {
  body: Readable;
  signature?: RequestSignature;
  /** To be called when the body was read. */
  done(): Promise<void>;
}

/** A file without a name: it goes with the process, whatever happens to it. */
async function nameless(folder: string): Promise<FileHandle> {
  const path = join(folder, `.signed-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}

async function spool(body: Readable, file: FileHandle) {
  const [sha256, sha512] = [createHash('sha256'), createHash('sha512')];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    sha256.update(chunk);
    sha512.update(chunk);
    await file.write(chunk, 0, chunk.length, length);
    length += chunk.length;
  }
  return { length, sha256: sha256.digest(), sha512: sha512.digest() };
}

async function verified(
  check: NonNullable<Door['checkSignature']>,
  folder: string,
  request: FastifyRequest,
): Promise<Taken | Refused> {
  const file = await nameless(folder);
  const verdict = await spool(request.body as Readable, file)
    .then(hashes => check(request, hashes))
    .catch(async error => {
      await file.close();
      throw error;
    });
  if (!verdict.ok) {
    await file.close();
    return verdict;
  }
  const body = createReadStream('', { fd: file, start: 0, autoClose: false });
  return { body, done: () => file.close(), ...(verdict.signature && { signature: verdict.signature }) };
}

const nothing = { length: 0, sha256: new Uint8Array(), sha512: new Uint8Array() };

/**
 * The body of a request, once its signature holds: nothing of a signed one is stored before all of it was hashed. One
 * that is not signed goes by as it comes, where it may.
 */
export async function signedBody(door: Door, request: FastifyRequest): Promise<Taken | Refused> {
  const { checkSignature, spool: folder = tmpdir() } = door;
  const { signature, 'signature-input': input } = request.headers;
  const isSigned = signature !== undefined || input !== undefined;
  const plain: Taken = { body: request.body as Readable, done: async () => undefined };
  if (checkSignature === undefined) return plain;
  if (isSigned) return verified(checkSignature, folder, request);
  const verdict = await checkSignature(request, nothing);
  return verdict.ok ? plain : verdict;
}
