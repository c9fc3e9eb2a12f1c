import { readBodies } from '../raw.ts';
import type { Bench, Ground } from './bench.ts';

const parts = [
  ['MedicationRequest', ''],
  ['MedicationDispense', ''],
  ['Observation', '&category=laboratory'],
  ['DiagnosticReport', ''],
  ['ImagingStudy', ''],
] as const;

const text = `SELECT body FROM record.resource WHERE owner = $1 AND NOT deleted
  AND type = ANY ('{MedicationRequest,MedicationDispense,Observation,DiagnosticReport,ImagingStudy}')
  ORDER BY type, date DESC NULLS LAST, id`;

const rawChart =
  ({ raw, usager }: Ground) =>
  () =>
    readBodies(raw, text, [usager], 'raw-chart');

/** (e) A chart in five searches at once, 50 of each. */
export const chartInFive: Bench = {
  name: 'chart in five',
  what: 'five searches at once, 50 newest of each; raw: all of them in one statement, and a line',
  bare: true,
  async prepare(ground) {
    const headers = { authorization: await ground.bearer('dme-demo') };
    const requests = parts.map(([type, more]) => ({
      method: 'GET' as const,
      path: `/fhir/R4/${type}?patient=${ground.usager}${more}&_sort=-_lastUpdated&_count=50`,
      headers,
    }));
    return { ours: (_, runner) => ground.send(runner, requests), raw: rawChart(ground) };
  },
};

/** (e) The whole chart in one search of several types: one statement. */
export const chartInOne: Bench = {
  name: 'chart in one',
  what: 'the whole chart by one search of five types; raw: the same bodies in one statement, and a line',
  bare: true,
  async prepare(ground) {
    const headers = { authorization: await ground.bearer('dme-demo') };
    const path = `/fhir/R4?_type=${parts.map(([type]) => type).join(',')}&patient=${ground.usager}&_count=1000`;
    return {
      ours: (_, runner) => ground.send(runner, [{ method: 'GET', path, headers }]),
      raw: rawChart(ground),
    };
  },
};
