import { fetchOk } from '../client.ts';
import { rowsOfDeposits, writeRows } from '../raw.ts';
import type { Bench } from './bench.ts';
import { observation, sending } from './observation.ts';

const bundle = (usager: string, index: number) => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: Array.from({ length: 20 }, (_, at) => ({
    resource: observation(usager, index + at),
    request: { method: 'POST', url: 'Observation' },
  })),
});

/** (f) Twenty resources, all or nothing. */
export const transaction: Bench = {
  name: 'transaction of 20',
  what: 'POST a transaction Bundle of 20 Observations; raw: the same rows in one statement',
  bare: true,
  async prepare({ send, server, record, raw, bearer, usager }) {
    const headers = sending(await bearer('labo-demo'));
    const request = (index: number) => ({
      method: 'POST' as const,
      path: '/fhir/R4',
      headers,
      body: JSON.stringify(bundle(usager, index)),
    });
    await fetchOk(`${server.url}/fhir/R4`, request(0));
    const rows = await rowsOfDeposits(record, 'labo-demo', 'Observation', 21);
    return {
      ours: (index, runner) => send(runner, [request(index)]),
      raw: index => writeRows(raw, rows[index % rows.length]!),
    };
  },
};
