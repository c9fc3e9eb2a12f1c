import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import smpp, { type Pdu, type Session } from 'smpp';

export interface ReceivedSms {
  /** As it came: digits without +. */
  to: string;
  from: string;
  dataCoding: number;
  /** Of the message, or of one of its parts. */
  text: string;
}

export interface SmscOptions {
  systemId?: string;
  password?: string;
  /** `command_status` of what is submitted to a number: a name of SMPP; undefined: taken. */
  answer?: (to: string) => string | undefined;
  /** Nothing that is submitted is answered. */
  silent?: boolean;
  tls?: { key: string; cert: string };
  port?: number;
}

const statusOf = (name: string): number => smpp.errors[name]!;
const textOf = ({ short_message: said }: Pdu): string => (said as { message: string }).message;

/** A real SMSC on the loopback: SMPP 3.4, over TLS when it has a certificate. */
export async function smsc(options: SmscOptions = {}) {
  const { systemId = 'continuum', password = 'secret', answer = () => undefined, tls, port = 0 } = options;
  const { silent = false } = options;
  const received: ReceivedSms[] = [];
  /** How many sessions were bound. */
  const sessions: Session[] = [];
  const sockets = new Set<Socket>();

  const submit = (session: Session, pdu: Pdu) => {
    if (silent) return;
    const to = String(pdu.destination_addr);
    const status = answer(to);
    if (status !== undefined) {
      session.send(pdu.response({ command_status: statusOf(status) }));
      return;
    }
    const dataCoding = Number(pdu.data_coding);
    received.push({ to, from: String(pdu.source_addr), dataCoding, text: textOf(pdu) });
    session.send(pdu.response({ message_id: String(received.length) }));
  };

  const server = smpp.createServer({ ...tls }, session => {
    sockets.add(session.socket);
    session.on('close', () => sockets.delete(session.socket));
    session.on('error', () => session.destroy());
    let bound = false;
    session.on('bind_transmitter', (pdu: Pdu) => {
      bound = pdu.system_id === systemId && pdu.password === password;
      if (bound) sessions.push(session);
      session.send(
        pdu.response(bound ? { system_id: 'smsc' } : { command_status: statusOf('ESME_RINVPASWD') }),
      );
    });
    session.on('submit_sm', (pdu: Pdu) => {
      if (bound) submit(session, pdu);
      else session.send(pdu.response({ command_status: statusOf('ESME_RINVBNDSTS') }));
    });
    session.on('unbind', (pdu: Pdu) => session.send(pdu.response()));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: listening } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'ssmpp' : 'smpp'}://${systemId}:${password}@localhost:${listening}`,
    port: listening,
    received,
    sessions,
    /** The connections are cut, as by a failure; the SMSC goes on. */
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
