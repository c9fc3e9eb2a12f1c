import { fetchOk, patientOf, screenHeaders } from '../client.ts';
import { measure } from '../measure.ts';
import { emptyRaw, readChartRaw } from '../raw.ts';
import { type Compared, compared, type Ground } from './bench.ts';

const count = 300;

/** Everything that a clinician's first screen needs: who it is, medications, results, imaging. */
export async function openChart({ server, record, concurrency, bearer }: Ground): Promise<Compared> {
  const patient = await patientOf(server, await bearer('dme-demo'), server.identity('usager-demo'));
  const headers = await screenHeaders(server, 'medecin-demo');
  const parts = [
    `patient/${patient}`,
    `medication/${patient}/profile?days=30`,
    `laboratory/${patient}/results`,
    `imaging/${patient}/studies`,
  ];
  const open = () => Promise.all(parts.map(part => fetchOk(`${server.url}/api/${part}`, { headers })));
  await measure(20, concurrency, open);
  const ours = await measure(count, concurrency, open);
  await emptyRaw(record);
  const [line] = await record.query<{ line: Record<string, unknown> }>(
    'SELECT to_jsonb(j) AS line FROM record.journal j WHERE usager = $1 LIMIT 1',
    [patient],
  );
  const raw = await measure(count, concurrency, () => readChartRaw(record, patient, line!.line));
  return compared(
    'open-chart',
    'four requests of the first screen; raw: the same bodies read by index and one durable row',
    ours,
    raw,
  );
}
