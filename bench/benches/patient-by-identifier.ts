import { readBodies } from '../raw.ts';
import type { Bench } from './bench.ts';

const system = 'https://fhir.infoway-inforoute.ca/NamingSystem/ca-qc-patient-healthcare-id';

const text = `SELECT body FROM record.resource
  WHERE tokens @> ARRAY[record.token('Patient|identifier' || chr(31) || $1 || chr(31) || $2)] AND type = 'Patient' AND NOT deleted`;

/** (d) Who somebody is. */
export const patientByIdentifier: Bench = {
  name: 'who by NAM',
  what: 'GET Patient?identifier; raw: the body by the same inverted index, and a line',
  bare: true,
  async prepare({ send, raw, bearer, nams }) {
    const headers = { authorization: await bearer('dme-demo') };
    const namOf = (index: number) => nams[(index * 13) % nams.length]!;
    return {
      ours: (index, runner) =>
        send(runner, [
          { method: 'GET', path: `/fhir/R4/Patient?identifier=${system}|${namOf(index)}`, headers },
        ]),
      raw: index => readBodies(raw, text, [system, namOf(index)], 'raw-identifier'),
    };
  },
};
