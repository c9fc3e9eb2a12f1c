declare module 'smpp' {
  import type { Server as NetServer, Socket } from 'node:net';

  export interface Pdu {
    command: string;
    command_status: number;
    sequence_number: number;
    response(fields?: Record<string, unknown>): Pdu;
    [field: string]: unknown;
  }
  /** What a text becomes, and what octets say. */
  interface Coder {
    match(text: string): boolean;
    encode(text: string): Buffer;
    decode(octets: Buffer): string;
  }
  export interface Session {
    socket: Socket;
    on(event: 'connect' | 'secureConnect' | 'close', then: () => void): this;
    on(event: 'error', then: (error: Error) => void): this;
    on(event: string, then: (pdu: Pdu) => void): this;
    send(pdu: Pdu): boolean;
    /** False: it was not written. */
    bind_transmitter(fields: Record<string, unknown>, answered: (pdu: Pdu) => void): boolean;
    submit_sm(fields: Record<string, unknown>, answered: (pdu: Pdu) => void): boolean;
    unbind(fields: Record<string, unknown>, answered: (pdu: Pdu) => void): boolean;
    destroy(): void;
  }
  interface Smpp {
    connect(options: Record<string, unknown>): Session;
    createServer(options: { key?: string; cert?: string }, session: (session: Session) => void): NetServer;
    /** Of the alphabets of `data_coding`: ASCII is GSM 03.38. */
    encodings: Readonly<Record<'ASCII' | 'UCS2', Coder>>;
    /** Codes of `command_status`, by name. */
    errors: Readonly<Record<string, number>>;
  }
  const smpp: Smpp;
  export default smpp;
}
