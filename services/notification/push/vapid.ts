import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import webPush from 'web-push';

/** By which push services know who sends (RFC 8292): points of P-256, base64url. */
export interface VapidKeys {
  publicKey: string;
  privateKey: string;
}

/**
 * `keys/vapid.json` of the data folder, made on first use; browsers that subscribed know its public half, so that it is kept
 * with a backup. Written to a file of its own and linked into place: two processes that start together agree.
 */
export async function vapidKeys(data: string): Promise<VapidKeys> {
  const folder = join(data, 'keys');
  const file = join(folder, 'vapid.json');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, JSON.stringify(webPush.generateVAPIDKeys()), { mode: 0o600 });
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  await chmod(file, 0o600);
  return JSON.parse(await readFile(file, 'utf8')) as VapidKeys;
}
