import smpp, { type Pdu } from 'smpp';
import { Unsent } from '../unsent.ts';

/** Where an SMSC is, and as whom messages are handed to it. */
export interface SmscAccount {
  /** `ssmpp://system_id:password@host:3550`, over TLS, or `smpp://…`. */
  url: string;
  /** In place of the one of the address. */
  password?: string;
  /** Authorities of the SMSC's certificate, PEM, in place of those that everybody trusts. */
  ca?: string;
  /** How long an answer is waited for. */
  answerMs?: number;
}

/** A session that is bound: each request resolves to its answer, or rejects with `Unsent` of the gateway. */
export interface SmppSession {
  /** False once the connection is gone. */
  isOpen(): boolean;
  submit(fields: Record<string, unknown>): Promise<Pdu>;
  /** Says that nothing more comes, and closes. */
  unbind(): Promise<void>;
}

type Command = 'bind_transmitter' | 'submit_sm' | 'unbind';

const nameOf = (status: number): string =>
  Object.entries(smpp.errors).find(([, code]) => code === status)?.[0] ??
  `command_status 0x${status.toString(16)}`;

/** What an answer that is no yes says. */
export const sayStatus = ({ command_status: status }: Pdu): string => nameOf(status);

function connect({ url, ca, answerMs = 20_000 }: SmscAccount) {
  const { protocol, hostname, port } = new URL(url);
  const tls = protocol === 'ssmpp:';
  const host = hostname.replace(/^\[|\]$/g, '');
  const session = smpp.connect({
    ...{ host, port: Number(port) || (tls ? 3550 : 2775), tls, ...(ca !== undefined && { ca }) },
    // A name for SNI; an address is none (RFC 6066, 3).
    ...(tls && /[a-z]/i.test(host) && !host.includes(':') && { servername: host }),
  });
  let broken: Unsent | undefined;
  const waiting = new Set<(error: Unsent) => void>();
  const fail = (why: string, cause?: unknown) => {
    broken ??= new Unsent('gateway', why, { cause });
    for (const reject of waiting) reject(broken);
    waiting.clear();
    session.destroy();
  };
  /** What somebody else is to say, in time. */
  const awaited = <T>(what: string, begin: (resolve: (value: T) => void) => void): Promise<T> =>
    new Promise((resolve, reject) => {
      if (broken) return reject(broken);
      const timer = setTimeout(() => fail(`The SMSC did not answer ${what} in time.`), answerMs);
      const end = () => {
        clearTimeout(timer);
        waiting.delete(refuse);
      };
      const refuse = (error: Unsent) => {
        end();
        reject(error);
      };
      waiting.add(refuse);
      begin(value => {
        end();
        resolve(value);
      });
    });
  session.on('error', error => fail(`The SMSC cannot be spoken to: ${error.message}`, error));
  session.on('close', () => fail('The SMSC closed the connection.'));
  session.on('enquire_link', (pdu: Pdu) => session.send(pdu.response()));
  session.on('unbind', (pdu: Pdu) => {
    session.send(pdu.response());
    fail('The SMSC ended the session.');
  });
  const ask = (command: Command, fields: Record<string, unknown> = {}) =>
    awaited<Pdu>(command, resolve => {
      if (!session[command](fields, resolve)) fail('The SMSC closed the connection.');
    });
  const connected = awaited<void>('the connection', resolve =>
    session.on(tls ? 'secureConnect' : 'connect', resolve),
  );
  return { connected, ask, isOpen: () => broken === undefined, end: () => fail('The session is over.') };
}

/**
 * Connects and binds as a transmitter (SMPP 3.4, 4.1.1).
 * @throws Unsent of the gateway: nobody listens, their certificate is not trusted, or the account is refused
 */
export async function openSession(account: SmscAccount): Promise<SmppSession> {
  const { username, password } = new URL(account.url);
  const { connected, ask, isOpen, end } = connect(account);
  await connected;
  const bound = await ask('bind_transmitter', {
    system_id: decodeURIComponent(username),
    password: account.password ?? decodeURIComponent(password),
    interface_version: 0x34,
  });
  if (bound.command_status !== 0) {
    end();
    throw new Unsent('gateway', `The SMSC refuses the account: ${sayStatus(bound)}.`);
  }
  return {
    isOpen,
    submit: fields => ask('submit_sm', fields),
    async unbind() {
      // Whoever does not answer is left all the same.
      if (isOpen()) await ask('unbind').catch(() => undefined);
      end();
    },
  };
}
