import { fetchOk } from '../client.ts';
import { placeRow, rowsOfDeposits, updateRows } from '../raw.ts';
import type { Bench } from './bench.ts';
import { observation, sending } from './observation.ts';

/** (g) A new version of what the sender last saw. Each runner has resources of its own. */
export const update: Bench = {
  name: 'update',
  what: 'PUT Observation with If-Match; raw: both versions, original, Provenance and line in one statement',
  bare: true,
  async prepare({ send, server, record, raw, bearer, usager }) {
    const headers = sending(await bearer('labo-demo'));
    const created = await Promise.all(
      Array.from({ length: 256 }, async (_, index) => {
        const init = { method: 'POST', headers, body: JSON.stringify(observation(usager, index)) };
        return JSON.parse(await fetchOk(`${server.url}/fhir/R4/Observation`, init)) as { id: string };
      }),
    );
    const versions = created.map(() => 1);
    const rows = await rowsOfDeposits(record, 'labo-demo', 'Observation', 2);
    const single = rows[0]!;
    for (const { id } of created) await placeRow(raw, single.resources[0]!, id);
    return {
      ours: (index, runner) => {
        const at = index % created.length;
        const { id } = created[at]!;
        const ifMatch = `W/"${versions[at]!++}"`;
        // A corrected value: the specimen was taken when it was taken.
        const { valueQuantity } = observation(usager, index + 1);
        const body = JSON.stringify({ ...observation(usager, at), valueQuantity, id });
        const path = `/fhir/R4/Observation/${id}`;
        return send(runner, [{ method: 'PUT', path, headers: { ...headers, 'if-match': ifMatch }, body }]);
      },
      raw: index => updateRows(raw, single, created[index % created.length]!.id),
    };
  },
};
