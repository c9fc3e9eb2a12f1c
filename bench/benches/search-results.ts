import { readBodies } from '../raw.ts';
import type { Bench } from './bench.ts';

const text = `SELECT body FROM record.resource WHERE owner = $1 AND type = 'Observation' AND NOT deleted
  AND domain = 'laboratory' ORDER BY date DESC NULLS LAST, id LIMIT 50`;

/** (c) A usager's latest results. */
export const searchResults: Bench = {
  name: 'search results',
  what: 'GET Observation?patient&category&_sort=-date&_count=50, of 200; raw: 50 bodies by index, and a line',
  bare: true,
  async prepare({ send, raw, bearer, usager }) {
    const headers = { authorization: await bearer('dme-demo') };
    const path = `/fhir/R4/Observation?patient=${usager}&category=laboratory&_sort=-date&_count=50`;
    return {
      ours: (_, runner) => send(runner, [{ method: 'GET', path, headers }]),
      raw: () => readBodies(raw, text, [usager], 'raw-results'),
    };
  },
};
