import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Settings } from './settings.ts';

/** Another program listens where this one should. */
export class PortTaken extends Error {
  constructor(name: string, port: number, cause: unknown) {
    super(`${name}: port ${port} is in use; stop what listens there, or set ${name} to another one.`, {
      cause,
    });
    this.name = 'PortTaken';
  }
}

async function tryListening(name: string, port: number): Promise<void> {
  const probe = createServer();
  try {
    await once(probe.listen(port, '127.0.0.1'), 'listening');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new PortTaken(name, port, cause);
    throw cause;
  }
  probe.close();
  await once(probe, 'close');
}

/**
 * Looks at the ports before anything long is begun: nobody should wait for a territory to load to learn that.
 * @throws PortTaken naming the setting
 */
export async function refuseTakenPorts({ port, mllpPort }: Settings): Promise<void> {
  await tryListening('PORT', port);
  await tryListening('MLLP_PORT', mllpPort);
}
