import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  to: string;
  /** As it came: headers and encoded text. */
  raw: string;
}

/**
 * A real SMTP server on the loopback.
 * @param refuse the reply code with which a recipient is turned away; undefined: taken
 * @param refuseSender the reply code with which whoever sends is
 */
export async function mailServer(
  refuse: (to: string) => number | undefined = () => undefined,
  refuseSender: () => number | undefined = () => undefined,
) {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['STARTTLS'] },
    onMailFrom(_, __, done) {
      const responseCode = refuseSender();
      done(
        responseCode === undefined ? undefined : Object.assign(new Error('Not allowed'), { responseCode }),
      );
    },
    onRcptTo({ address }, _, done) {
      const responseCode = refuse(address);
      const text = responseCode !== undefined && responseCode >= 500 ? 'No such mailbox' : 'Try later';
      done(responseCode === undefined ? undefined : Object.assign(new Error(text), { responseCode }));
    },
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = [];
      stream.on('data', part => parts.push(part));
      stream.on('end', () => {
        received.push({ to: envelope.rcptTo[0]!.address, raw: Buffer.concat(parts).toString() });
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    close: () => new Promise<void>(resolve => server.close(resolve)),
  };
}
