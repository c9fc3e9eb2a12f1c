import { fetchOk, patientOf } from '../client.ts';
import { measure } from '../measure.ts';
import { emptyRaw, rowsOfDeposits, writeRaw } from '../raw.ts';
import { type Compared, compared, type Ground } from './bench.ts';

const count = 2_000;

const observation = (patient: string, index: number) => ({
  resourceType: 'Observation',
  status: 'final',
  category: [
    {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }],
    },
  ],
  code: { coding: [{ system: 'http://loinc.org', code: '2823-3', display: 'Potassium' }] },
  subject: { reference: `Patient/${patient}` },
  effectiveDateTime: `2026-10-${String((index % 28) + 1).padStart(2, '0')}T07:30:00-04:00`,
  valueQuantity: {
    value: 3.5 + (index % 15) / 10,
    unit: 'mmol/L',
    system: 'http://unitsofmeasure.org',
    code: 'mmol/L',
  },
});

/** `POST /fhir/R4/Observation` by a laboratory: validated, decided, original and Provenance kept, journalled. */
export async function createObservation(ground: Ground): Promise<Compared> {
  const { server, record, concurrency } = ground;
  const headers = {
    authorization: await ground.bearer('labo-demo'),
    'content-type': 'application/fhir+json',
  };
  const patient = await patientOf(server, headers.authorization, server.identity('usager-demo'));
  const create = (index: number) =>
    fetchOk(`${server.url}/fhir/R4/Observation`, {
      method: 'POST',
      headers,
      body: JSON.stringify(observation(patient, index)),
    });
  await measure(200, concurrency, create);
  const ours = await measure(count, concurrency, create);
  const rows = await rowsOfDeposits(record, 'labo-demo', count);
  await emptyRaw(record);
  const raw = await measure(rows.length, concurrency, index => writeRaw(record, rows[index]!));
  return compared(
    'create-observation',
    'POST Observation; raw: the same rows inserted, one commit each',
    ours,
    raw,
  );
}
