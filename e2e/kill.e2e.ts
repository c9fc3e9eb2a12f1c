import { connectMllp, type MllpClient } from '@continuum/exchange-hl7v2-mllp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { token } from './command-line.ts';
import { louise, oruR01 } from './oru.ts';
import { type RunningServer, startContinuum } from './server.ts';

const messages = 1_000;
const killAfter = 400;

let server: RunningServer;
let sent: { filler: string; message: string }[];
const acknowledged = new Set<string>();

beforeAll(async () => {
  server = await startContinuum();
  const tested = louise(server.identity('usager-demo').nam!);
  sent = Array.from({ length: messages }, (_, index) => {
    const filler = `K${String(index).padStart(5, '0')}`;
    const result = { loinc: '2823-3', name: 'Potassium', value: '4.4', unit: 'mmol/L', range: '3.5-5.0' };
    return {
      filler,
      message: oruR01(tested, { ...result, control: `C${filler}`, filler, at: '20261101073000' }),
    };
  });
});

afterAll(() => server?.end());

const isAccepted = (answer: Uint8Array): boolean =>
  /^MSA\|AA\|/m.test(Buffer.from(answer).toString().replaceAll('\r', '\n'));

/** Sends from a shared list over one connection, until the list or the server ends. */
async function sender(list: Iterator<(typeof sent)[number]>, onAcknowledged: () => void): Promise<void> {
  const client: MllpClient = await connectMllp({ port: server.mllpPort });
  try {
    for (let next = list.next(); !next.done; next = list.next()) {
      const { filler, message } = next.value;
      if (isAccepted(await client.send(message))) acknowledged.add(filler);
      onAcknowledged();
    }
  } finally {
    await client.close();
  }
}

/** How many reports the record holds for each filler order number. */
async function reportsByFiller(): Promise<Map<string, number>> {
  const authorization = `Bearer ${await token('dme-demo', server.environment)}`;
  const nam = server.identity('usager-demo').nam!.replaceAll(' ', '');
  const counts = new Map<string, number>();
  let next: string | undefined =
    `${server.url}/fhir/R4/DiagnosticReport?patient.identifier=${nam}&code=2823-3&_count=500`;
  while (next) {
    const page = await (await fetch(next, { headers: { authorization } })).json();
    for (const { resource } of page.entry ?? []) {
      const filler = resource.identifier
        ?.map((i: { value?: string }) => i.value)
        .find((v?: string) => v?.startsWith('K'));
      if (filler) counts.set(filler, (counts.get(filler) ?? 0) + 1);
    }
    next = page.link.find((link: { relation: string }) => link.relation === 'next')?.url;
  }
  return counts;
}

describe('a server killed while a laboratory sends a thousand messages', () => {
  it('loses nothing that it acknowledged', async () => {
    const list = sent[Symbol.iterator]();
    let killed: Promise<void> | undefined;
    const killWhenDue = () => {
      if (acknowledged.size >= killAfter) killed ??= server.kill();
    };
    await Promise.allSettled(Array.from({ length: 4 }, () => sender(list, killWhenDue)));
    await killed;
    expect(acknowledged.size).toBeGreaterThanOrEqual(killAfter);
    expect(acknowledged.size).toBeLessThan(messages);
    await server.restart();
    const found = await reportsByFiller();
    expect([...acknowledged].filter(filler => found.get(filler) !== 1)).toEqual([]);
  });

  it('has each message exactly once when the laboratory sends them all again', async () => {
    const list = sent[Symbol.iterator]();
    await Promise.all(Array.from({ length: 4 }, () => sender(list, () => undefined)));
    expect(acknowledged.size).toBe(messages);
    const found = await reportsByFiller();
    expect(found.size).toBe(messages);
    expect([...found.values()].every(count => count === 1)).toBe(true);
  });
});
