import { extract, validate } from '@continuum/standards-fhir';
import { inputs } from './inputs.ts';
import { ajvOfR4, schemaOf } from './validators.ts';

/** Microseconds of processor time that one validation takes. */
export interface Validated {
  name: string;
  bytes: number;
  ours: number;
  ajv: number;
  /** Ours over Ajv's: below 1, ours takes less. */
  ratio: number;
  /** What `extract`, which indexes it for searches, takes. */
  extract: number;
}

const slices = 20;
const warmMs = 400;

const rounded = (value: number): number => Math.round(value * 100) / 100;

function runsOf(work: () => unknown, ms: number): number {
  for (let runs = 1; ; runs *= 2) {
    const began = performance.now();
    for (let at = 0; at < runs; at++) work();
    if (performance.now() - began > ms) return runs;
  }
}

/** How many runs take some milliseconds, once the engine has compiled what they run. */
function enough(work: () => unknown, ms: number): number {
  runsOf(work, warmMs);
  return runsOf(work, ms);
}

function cpuOf(work: () => unknown, runs: number): number {
  const before = process.cpuUsage();
  for (let at = 0; at < runs; at++) work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / runs;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** Both by turns, so that what else the machine does weighs on both; the median of the turns. */
function sideBySide(ours: () => unknown, ajv: () => unknown, ms: number): [number, number] {
  const [most, least] = [enough(ours, ms), enough(ajv, ms)];
  const turns = Array.from({ length: slices }, () => [cpuOf(ours, most), cpuOf(ajv, least)] as const);
  return [median(turns.map(([one]) => one)), median(turns.map(([, other]) => other))];
}

/**
 * `validate` of `standards/fhir` beside Ajv with R4's JSON Schema of the same type, which checks less: no rule, no
 * reference, no code that is not in the schema. Both find the resources valid.
 * @param seconds for each resource and each of the two
 * @throws Error when one of them finds a mistake: a refusal takes another time
 */
export function validateBesideAjv(seconds: number): Validated[] {
  const ajv = ajvOfR4();
  return inputs().map(([name, resource]) => {
    const check = schemaOf(ajv, resource.resourceType);
    const wrong = validate(resource).filter(({ severity }) => severity === 'error');
    if (wrong.length > 0 || !check(resource))
      throw new Error(`${name} is not valid: ${JSON.stringify(wrong[0] ?? check.errors?.[0])}`);
    const ms = (seconds * 1000) / slices;
    const [ours, theirs] = sideBySide(
      () => validate(resource),
      () => check(resource),
      ms,
    );
    const bytes = Buffer.byteLength(JSON.stringify(resource));
    const indexing = () => extract(resource);
    return {
      ...{ name, bytes, ours: rounded(ours), ajv: rounded(theirs), ratio: rounded(ours / theirs) },
      extract: rounded(cpuOf(indexing, enough(indexing, ms))),
    };
  });
}
