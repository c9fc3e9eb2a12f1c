import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { type MllpServer, SenderRefused, startMllp } from '@continuum/exchange-hl7v2-mllp';
import { countedAs, isCertificateOf, NotAdmitted } from '@continuum/registries-credential';
import type { Partner } from '@continuum/registries-partner';
import type { Actor } from '@continuum/trust-access';
import { mllpHost } from './ports.ts';
import type { Rooms } from './rooms.ts';
import type { Security } from './secure-listener.ts';

type MllpRooms = Pick<
  Rooms,
  'settings' | 'intake' | 'partners' | 'admit' | 'gate' | 'readCertificate' | 'limits' | 'log'
>;

/** Over TLS, the certificate of the connection is the partner's, and counts at this message. */
async function isTheirs(
  { readCertificate }: MllpRooms,
  partner: Partner,
  connection: Socket,
): Promise<boolean> {
  const certificate = await readCertificate(connection);
  return typeof certificate === 'object' && isCertificateOf(certificate, partner);
}

/** The sender as an actor; one that may not connect is told why in its acknowledgment, once the attempt is in the journal. */
async function admitted({ admit, gate }: MllpRooms, partner: Partner, connection: Socket) {
  return admit(partner).catch(async (error: unknown): Promise<Actor> => {
    if (!(error instanceof NotAdmitted)) throw error;
    const { actor, why, message } = error;
    const address = connection.remoteAddress ?? 'unknown';
    const origin = { request: randomUUID(), address, channel: 'mllp' };
    await gate.attempt({ action: 'attempt', outcome: 'denied', actor, origin, why });
    throw new SenderRefused(message);
  });
}

/** Listens for HL7 v2 over MLLP; over TLS where the settings say so. */
export function listenMllp(rooms: MllpRooms, security: Security): Promise<MllpServer> {
  const { settings, intake, partners, limits, log } = rooms;
  const { options, follow } = security;
  return startMllp({
    ...{ intake, log, port: settings.mllpPort, host: mllpHost(settings) },
    ...(settings.mllpTls && { tls: { options, follow } }),
    pace: (actor, address) => limits.pace(countedAs(actor, { address, channel: 'mllp' })),
    async senderToActor(application, facility, connection) {
      const partner = await partners.bySender(application, facility);
      if (!partner || (settings.mllpTls && !(await isTheirs(rooms, partner, connection)))) return undefined;
      return admitted(rooms, partner, connection);
    },
  });
}
