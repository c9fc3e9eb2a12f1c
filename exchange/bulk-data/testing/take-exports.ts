import { openDatabase } from '@continuum/record-database';
import { migrations as ofRecord, openGate } from '@continuum/record-gate';
import { cast } from '@continuum/record-gate/testing';
import { pino } from 'pino';
import { createBulkData, migrations } from '../index.ts';

/* A process of its own that makes exports until it is killed: `take-exports.ts <database url> <data folder>`. */
const [url = '', data = ''] = process.argv.slice(2);
const log = pino({ level: 'silent' });
const database = await openDatabase({ url, data, log });
// The logins of this installation, when they are not there yet.
await database.migrate([...ofRecord, migrations]);
const gate = openGate({ database, data, log });
const bulk = createBulkData({
  ...{ gate, database, log, baseUrl: 'https://exchange.example/fhir/bulk', perClient: 2, hours: 1 },
  findSystem: async () => cast.hospital,
});
await bulk.start();
process.stdout.write('taking\n');
