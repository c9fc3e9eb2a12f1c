import type { Socket } from 'node:net';
import { type MllpServer, startMllp } from '@continuum/exchange-hl7v2-mllp';
import { countedAs, isCertificateOf } from '@continuum/registries-credential';
import { type Partner, toActor } from '@continuum/registries-partner';
import { mllpHost } from './ports.ts';
import type { Rooms } from './rooms.ts';
import type { Security } from './secure-listener.ts';

type MllpRooms = Pick<Rooms, 'settings' | 'intake' | 'partners' | 'readCertificate' | 'limits' | 'log'>;

/** Over TLS, the certificate of the connection is the partner's, and counts at this message. */
async function isTheirs(
  { readCertificate }: MllpRooms,
  partner: Partner,
  connection: Socket,
): Promise<boolean> {
  const certificate = await readCertificate(connection);
  return typeof certificate === 'object' && isCertificateOf(certificate, partner);
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
      return toActor(partner, { kind: 'client-assertion', id: partner.clientId });
    },
  });
}
