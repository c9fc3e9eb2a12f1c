import { openDatabase } from '@continuum/record-database';
import { migrations as ofRecord, openGate } from '@continuum/record-gate';
import { cast } from '@continuum/record-gate/testing';
import { pino } from 'pino';
import { createSubscriptions, migrations } from '../index.ts';

/* A process of its own that sends notifications until it is killed: `send-until-killed.ts <database url> <data folder>`. */
const [url = '', data = ''] = process.argv.slice(2);
const log = pino({ level: 'silent' });
const database = await openDatabase({ url, data, log });
// The logins of this installation, when they are not there yet.
await database.migrate([...ofRecord, migrations]);
const gate = openGate({ database, data, log });
createSubscriptions({
  ...{ gate, log, service: database.service, everyMs: 20 },
  findSystem: async () => cast.hospital,
  rules: { demonstration: true, privateHosts: [] },
  baseUrl: 'https://exchange.example/fhir/R4',
  socketUrl: 'wss://exchange.example/fhir/ws',
}).start();
// The loop alone does not keep a process.
setInterval(() => undefined, 60_000);
