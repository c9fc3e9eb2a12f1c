import { openScreenOf } from '../client.ts';
import { readBodies } from '../raw.ts';
import type { Bench } from './bench.ts';

const text = `SELECT body FROM record.resource WHERE owner = $1
  AND type = ANY ('{Patient,MedicationRequest,MedicationDispense,DiagnosticReport,Observation,ImagingStudy}')
  AND NOT deleted ORDER BY type, date DESC NULLS LAST LIMIT 400`;

/** Everything that a clinician's first screen needs: who it is, medications, results, imaging. */
export const openChart: Bench = {
  name: 'first screen',
  what: 'the four requests of the first screen at once; raw: the same bodies read by index, and a line',
  async prepare({ send, server, raw, usager }) {
    const screen = await openScreenOf(server, 'medecin-demo');
    const paths = [
      `/api/patient/${usager}`,
      `/api/medication/${usager}/profile?days=30`,
      `/api/laboratory/${usager}/results`,
      `/api/imaging/${usager}/studies`,
    ];
    const requests = () =>
      paths.map(path => ({ method: 'GET' as const, path, headers: screen.headers('GET', path) }));
    return {
      ours: (_, runner) => send(runner, requests()),
      raw: () => readBodies(raw, text, [usager], 'raw-screen'),
    };
  },
};
