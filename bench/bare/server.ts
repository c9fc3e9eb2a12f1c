// A process of its own, as the server it is compared with: `server.ts <data folder>` prints its address.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { openDatabase } from '@continuum/record-database';
import { pino } from 'pino';
import { answerBare } from './requests.ts';

const [, , data = ''] = process.argv;
const log = pino({ level: 'silent' });
const database = await openDatabase({ data, log, mode: 'share', connections: { record: 16 } });

async function answer(request: IncomingMessage): Promise<string> {
  const { method = '', headers } = request;
  return answerBare(database.record, {
    method,
    url: new URL(request.url ?? '', 'http://bare'),
    ifMatch: headers['if-match'],
    body: method === 'GET' ? '' : await text(request),
  });
}

const server = createServer((request, response) => {
  answer(request).then(
    body => response.writeHead(200, { 'content-type': 'application/fhir+json' }).end(body),
    error => response.writeHead(500).end(String(error)),
  );
}).listen(0, '127.0.0.1');
await once(server, 'listening');
process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);

process.once('SIGTERM', async () => {
  server.closeAllConnections();
  server.close();
  await database.close();
});
