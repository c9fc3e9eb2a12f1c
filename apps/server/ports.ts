import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { BadSetting, type Settings, withTlsPort } from './settings.ts';

/** Another program listens where this one should. */
export class PortTaken extends Error {
  constructor(name: string, port: number, cause: unknown) {
    super(`${name}: port ${port} is in use; stop what listens there, or set ${name} to another one.`, {
      cause,
    });
    this.name = 'PortTaken';
  }
}

const notHere = new Set(['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL']);

/** Resolves to the port once it was had, and given back. */
async function tryListening(name: string, port: number, host = '127.0.0.1'): Promise<number> {
  const probe = createServer();
  try {
    await once(probe.listen(port, host), 'listening');
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new PortTaken(name, port, cause);
    if (notHere.has(code)) throw new BadSetting('TLS_HOST', `"${host}" is no address of this machine.`);
    throw cause;
  }
  const had = (probe.address() as AddressInfo).port;
  probe.close();
  await once(probe, 'close');
  return had;
}

/** Plain MLLP never leaves the machine. */
export const mllpHost = ({ mllpTls, tlsHost }: Settings): string => (mllpTls ? tlsHost : '127.0.0.1');

/** A second demonstration beside the first needs no setting more than its two ports. */
async function tlsPortOf({ tlsPort, tlsHost, tlsPortChosen, demonstration }: Settings): Promise<number> {
  return tryListening('TLS_PORT', tlsPort, tlsHost).catch(error => {
    if (tlsPortChosen || !demonstration || !(error instanceof PortTaken)) throw error;
    return tryListening('TLS_PORT', 0, tlsHost);
  });
}

/**
 * Looks at the ports before anything long is begun: nobody should wait for a territory to load to learn that.
 * Resolves to the settings with the port on which TLS is to listen.
 * @throws PortTaken naming the setting
 */
export async function refuseTakenPorts(settings: Settings): Promise<Settings> {
  const { port, mllpPort } = settings;
  await tryListening('PORT', port);
  await tryListening('MLLP_PORT', mllpPort, mllpHost(settings));
  return withTlsPort(settings, await tlsPortOf(settings));
}
