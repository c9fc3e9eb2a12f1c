import { readBodies } from '../raw.ts';
import type { Bench } from './bench.ts';

/** (b) One resource by its id. */
export const read: Bench = {
  name: 'read',
  what: 'GET Observation/id; raw: the body by its key, and a durable line of the journal',
  bare: true,
  async prepare({ send, record, raw, bearer }) {
    const headers = { authorization: await bearer('dme-demo') };
    const rows = await record.query<{ id: string }>(
      `SELECT id FROM record.resource WHERE type = 'Observation' AND domain = 'laboratory' AND NOT deleted
         AND NOT EXISTS (SELECT FROM record.refusal f WHERE f.usager = owner) LIMIT 5000`,
    );
    const idOf = (index: number) => rows[(index * 7) % rows.length]!.id;
    const text = `SELECT body FROM record.resource WHERE type = 'Observation' AND id = $1 AND NOT deleted`;
    return {
      ours: (index, runner) =>
        send(runner, [{ method: 'GET', path: `/fhir/R4/Observation/${idOf(index)}`, headers }]),
      raw: index => readBodies(raw, text, [idOf(index)], 'raw-read'),
    };
  },
};
