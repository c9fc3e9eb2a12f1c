// `npm run bench`: a table for people on standard error, one JSON document on standard output.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type Validated, validateBesideAjv } from './ajv/validate.ts';
import type { Bench } from './benches/bench.ts';
import { chartInFive, chartInOne } from './benches/chart.ts';
import { createObservation } from './benches/create-observation.ts';
import { ingestOru } from './benches/ingest-oru.ts';
import { openChart } from './benches/open-chart.ts';
import { patientByIdentifier } from './benches/patient-by-identifier.ts';
import { read } from './benches/read.ts';
import { searchResults } from './benches/search-results.ts';
import { transaction } from './benches/transaction.ts';
import { update } from './benches/update.ts';
import { type Compared, compare } from './compare.ts';
import { type OpenGround, openGround } from './ground.ts';
import { soak } from './soak.ts';
import { surveillanceBench } from './surveillance/surveillance.ts';
import { runTrust, trustBenches } from './trust/trust.ts';

// What only reads goes first: the others write into the same record.
const benches: readonly Bench[] = [
  read,
  searchResults,
  patientByIdentifier,
  chartInFive,
  chartInOne,
  openChart,
  createObservation,
  transaction,
  update,
  ingestOru,
];

const { values } = parseArgs({
  options: {
    usagers: { type: 'string', default: '2000,200000' },
    concurrency: { type: 'string', default: '1,16,64' },
    seconds: { type: 'string', default: '4' },
    only: { type: 'string' },
    profile: { type: 'string' },
    soak: { type: 'string' },
  },
});
const numbers = (text: string): number[] => text.split(',').map(Number);
const wanted = (name: string): boolean => !values.only || values.only.split(',').includes(name);
const chosen = benches.filter(({ name }) => wanted(name));
const ofTrust = new Set<string>(trustBenches.filter(wanted));

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const titles = [
  'bench',
  'at once',
  'per second',
  'raw',
  'ratio',
  'bare',
  'ratio',
  'p50 / p95 / p99 ms',
  'CPU ms node + pg',
  'MB',
];
const widths = [18, 8, 11, 10, 6, 10, 6, 22, 17, 6];
const row = (cells: readonly string[]): string =>
  cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join(' ');

const line = ({ name, concurrency, continuum, raw, ratio, bare, bareRatio, cpu, memory }: Compared): string =>
  row([
    name,
    String(concurrency),
    String(continuum.perSecond),
    String(raw.perSecond),
    String(ratio),
    bare ? String(bare.perSecond) : '',
    bareRatio ? String(bareRatio) : '',
    `${continuum.p50} / ${continuum.p95} / ${continuum.p99}`,
    cpu ? `${cpu.server} + ${cpu.postgres}` : '',
    memory ? String(memory) : '',
  ]);

async function runAll(ground: OpenGround): Promise<Compared[]> {
  const results: Compared[] = [];
  say(row(titles));
  for (const bench of chosen)
    for (const concurrency of numbers(values.concurrency)) {
      const result = await compare(bench, ground, concurrency, Number(values.seconds));
      results.push(result);
      say(line(result));
    }
  return results;
}

const soakWith = [read, searchResults, patientByIdentifier, chartInFive] as const;

/** Minutes of a mixture, at the first of the concurrencies. */
function soakFor(ground: OpenGround, minutes: number) {
  const concurrency = numbers(values.concurrency)[0]!;
  return soak(
    soakWith,
    createObservation,
    ground,
    minutes,
    concurrency,
    ({ minute, requests, memory, p99 }) =>
      say(`minute ${minute}: ${requests} requests, ${memory} MB, p99 ${p99} ms`),
  );
}

const validated = ({ name, bytes, ours, ajv, ratio, extract }: Validated): string =>
  [
    name.padEnd(32),
    ...[`${(bytes / 1000).toFixed(1)} kB`, ours, ajv, ratio, extract].map(cell => String(cell).padStart(10)),
  ].join(' ');

/** Needs no server: `validate` beside Ajv, in the same process and the same turns. */
function runValidation(): Validated[] {
  const titles = ['', 'validate', 'Ajv 8', 'ratio', 'extract'].map(title => title.padStart(10));
  say(`${'µs of processor time'.padEnd(32)} ${titles.join(' ')}`);
  const results = validateBesideAjv(Number(values.seconds));
  for (const result of results) say(validated(result));
  return results;
}

const percent = (part: number): string => `${Math.round(part * 100)} %`;

/** Needs no server: the rules of surveillance over a synthetic month with 20 misuses. */
async function runSurveillance() {
  const result = await surveillanceBench(20_260_901);
  const columns = (cells: readonly (string | number)[]) =>
    cells.map((cell, at) => (at === 0 ? String(cell).padEnd(20) : String(cell).padStart(10))).join(' ');
  say(`${result.entries} entries of a month, evaluated in ${result.seconds.toFixed(1)} s.`);
  say(columns(['rule', 'planted', 'found', 'alerts', 'recall', 'precision']));
  for (const { rule, planted, found, alerts, recall, precision } of [
    ...result.rules,
    { rule: 'all', ...result.all },
  ])
    say(columns([rule, planted, found, alerts, percent(recall), percent(precision)]));
  return result;
}

async function runAt(usagers: number) {
  const ground = await openGround(usagers, say, values.profile);
  try {
    say(
      `${Object.entries(ground.counts)
        .map(([what, count]) => `${count} ${what}`)
        .join(', ')}.`,
    );
    if (values.soak) return { counts: ground.counts, soak: await soakFor(ground, Number(values.soak)) };
    const results = chosen.length > 0 ? await runAll(ground) : [];
    const concurrencies = numbers(values.concurrency).filter(one => one <= 16);
    const trust = await runTrust(ground, ofTrust, { concurrencies, seconds: Number(values.seconds), say });
    return { counts: ground.counts, results, trust };
  } finally {
    await ground.close();
  }
}

say(`${cpus().length} processors, shared with the clients; durable commits; Node ${process.version}.`);
const surveillance = wanted('surveillance') && !values.soak ? await runSurveillance() : undefined;
const validation = wanted('validate') && !values.soak ? runValidation() : [];
const runs = [];
for (const usagers of chosen.length + ofTrust.size > 0 ? numbers(values.usagers) : [])
  runs.push(await runAt(usagers));
process.stdout.write(
  `${JSON.stringify({ node: process.version, processors: cpus().length, validation, surveillance, runs }, null, 2)}\n`,
);
