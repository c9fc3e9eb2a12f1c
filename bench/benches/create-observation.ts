import { fetchOk } from '../client.ts';
import { rowsOfDeposits, writeRows } from '../raw.ts';
import type { Bench } from './bench.ts';
import { observation, sending } from './observation.ts';

/** (a) Validated, decided, original and Provenance kept, journalled. */
export const createObservation: Bench = {
  name: 'create',
  what: 'POST Observation; raw: the same rows in one statement',
  bare: true,
  async prepare({ send, server, record, raw, bearer, usager }) {
    const headers = sending(await bearer('labo-demo'));
    const request = (index: number) => ({
      method: 'POST' as const,
      path: '/fhir/R4/Observation',
      headers,
      body: JSON.stringify(observation(usager, index)),
    });
    await fetchOk(`${server.url}/fhir/R4/Observation`, request(0));
    const rows = await rowsOfDeposits(record, 'labo-demo', 'Observation', 2);
    return {
      ours: (index, runner) => send(runner, [request(index)]),
      raw: index => writeRows(raw, rows[index % rows.length]!),
    };
  },
};
