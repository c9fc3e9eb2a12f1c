// `npm run bench`: a table for people on standard error, one JSON document on standard output.
import { cpus } from 'node:os';
import { openDatabase } from '@continuum/record-database';
import { pino } from 'pino';
import { token } from '../e2e/command-line.ts';
import { startContinuum } from '../e2e/server.ts';
import type { Compared, Ground } from './benches/bench.ts';
import { createObservation } from './benches/create-observation.ts';
import { ingestOru } from './benches/ingest-oru.ts';
import { openChart } from './benches/open-chart.ts';

// The chart first: the other two write into the same record.
const benches = [openChart, createObservation, ingestOru];
const concurrency = 16;

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const line = ({ name, continuum, raw, ratio }: Compared): string =>
  [
    name.padEnd(20),
    `${continuum.perSecond}/s`.padStart(12),
    `${raw.perSecond}/s`.padStart(12),
    String(ratio).padStart(8),
    `${continuum.p50} / ${continuum.p95} / ${continuum.p99} ms`.padStart(28),
  ].join(' ');

async function run(ground: Ground): Promise<Compared[]> {
  const results: Compared[] = [];
  say(
    `${'bench'.padEnd(20)} ${'continuum'.padStart(12)} ${'raw'.padStart(12)} ${'ratio'.padStart(8)} ${'p50 / p95 / p99'.padStart(28)}`,
  );
  for (const bench of benches) {
    const result = await bench(ground);
    results.push(result);
    say(line(result));
  }
  return results;
}

say(
  `Loading a demonstration of 100 people; ${cpus().length} processors; concurrency ${concurrency}; durable commits.`,
);
const server = await startContinuum({ CONTINUUM_DEMO_PEOPLE: '100' });
const database = await openDatabase({
  data: server.data,
  log: pino({ level: 'silent' }),
  mode: 'share',
  connections: { record: concurrency },
});
try {
  await database.migrate([new URL('./migrations/', import.meta.url)]);
  const bearer = async (client: string) => `Bearer ${await token(client, server.environment)}`;
  const results = await run({ server, record: database.record, bearer, concurrency });
  process.stdout.write(
    `${JSON.stringify({ node: process.version, processors: cpus().length, concurrency, results }, null, 2)}\n`,
  );
} finally {
  await database.close();
  await server.end();
}
