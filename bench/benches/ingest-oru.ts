import { connectMllp } from '@continuum/exchange-hl7v2-mllp';
import { louise, oruR01 } from '../../e2e/oru.ts';
import { measure } from '../measure.ts';
import { emptyRaw, rowsOfDeposits, writeRaw } from '../raw.ts';
import { type Compared, compared, type Ground } from './bench.ts';

const count = 1_000;

/** ORU^R01 over MLLP: kept, parsed, identified by NAM, mapped, validated, written, journalled, acknowledged AA. */
export async function ingestOru({ server, record, concurrency }: Ground): Promise<Compared> {
  const tested = louise(server.identity('usager-demo').nam!);
  const clients = await Promise.all(
    Array.from({ length: concurrency }, () => connectMllp({ port: server.mllpPort })),
  );
  const send = (first: number) => async (index: number) => {
    const filler = `B${first + index}`;
    const result = { loinc: '2823-3', name: 'Potassium', value: '4.4', unit: 'mmol/L', range: '3.5-5.0' };
    const message = oruR01(tested, { ...result, control: filler, filler, at: '20261101073000' });
    const answer = Buffer.from(await clients[index % concurrency]!.send(message)).toString();
    if (!answer.includes('MSA|AA|')) throw new Error(answer.replaceAll('\r', '\n'));
  };
  await measure(100, concurrency, send(0));
  const ours = await measure(count, concurrency, send(1_000_000));
  await Promise.all(clients.map(client => client.close()));
  const rows = await rowsOfDeposits(record, 'labo-demo', count);
  await emptyRaw(record);
  const raw = await measure(rows.length, concurrency, index => writeRaw(record, rows[index]!));
  return compared('ingest-oru', 'ORU^R01 over MLLP; raw: the same rows inserted, one commit each', ours, raw);
}
