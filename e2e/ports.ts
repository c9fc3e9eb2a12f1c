import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Systems take those of outgoing connections from above (Linux from 32768, others from 49152): none is lost to one. */
const lowest = 20_000;
const beyond = 32_000;

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  try {
    await once(probe.listen(port, '127.0.0.1'), 'listening');
  } catch {
    return false;
  }
  probe.close();
  await once(probe, 'close');
  return true;
}

/** A port on which nobody listens, and that no connection will take meanwhile. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, beyond);
    if (await isFree(port)) return port;
  }
}

/** Where a server listens. */
export interface Ports {
  http: number;
  mllp: number;
  tls: number;
}

/** Ports for a server. */
export const freePorts = async (): Promise<Ports> => ({
  http: await freePort(),
  mllp: await freePort(),
  tls: await freePort(),
});
