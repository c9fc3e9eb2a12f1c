import { connectMllp } from '@continuum/exchange-hl7v2-mllp';
import { louise, oruR01 } from '../../e2e/oru.ts';
import { rowsOfDeposits, writeRows } from '../raw.ts';
import type { Bench } from './bench.ts';

const connections = 16;

/** ORU^R01 over MLLP: kept, parsed, identified by NAM, mapped, validated, written, journalled, acknowledged AA. */
export const ingestOru: Bench = {
  name: 'ORU^R01',
  what: 'ORU^R01 over MLLP; raw: the same rows in one statement',
  async prepare({ server, record, raw }) {
    const tested = louise(server.identity('usager-demo').nam!);
    const clients = await Promise.all(
      Array.from({ length: connections }, () => connectMllp({ port: server.mllpPort })),
    );
    const began = Date.now();
    const send = async (index: number, runner: number) => {
      const filler = `B${began}-${index}`;
      const result = { loinc: '2823-3', name: 'Potassium', value: '4.4', unit: 'mmol/L', range: '3.5-5.0' };
      const message = oruR01(tested, { ...result, control: filler, filler, at: '20261101073000' });
      const answer = Buffer.from(await clients[runner % connections]!.send(message)).toString();
      if (!answer.includes('MSA|AA|')) throw new Error(answer.replaceAll('\r', '\n'));
    };
    await send(-1, 0);
    const [sent] = await record.query<{ type: string; count: number }>(
      `SELECT split_part(result->>0, '/', 1) AS type, jsonb_array_length(result) AS count FROM record.deposit
         WHERE source = 'labo-demo' AND format = 'hl7v2' AND state = 'stored' ORDER BY received DESC LIMIT 1`,
    );
    const found = await rowsOfDeposits(record, 'labo-demo', sent!.type, sent!.count);
    return {
      ours: send,
      raw: index => writeRows(raw, found[index % found.length]!),
      close: () => Promise.all(clients.map(client => client.close())),
    };
  },
};
