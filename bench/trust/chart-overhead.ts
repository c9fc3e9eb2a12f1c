import { performance } from 'node:perf_hooks';
import type { Gate } from '@continuum/record-gate';
import type { Actor } from '@continuum/trust-access';
import { toConsent } from '@continuum/trust-consent';
import { fetchOk } from '../client.ts';
import type { OpenGround } from '../ground.ts';
import { type Distribution, distributionOf } from './distribution.ts';
import { type Parts, wire } from './wiring.ts';

/** What a chart costs with parts of the trust left out. */
export interface ChartCost {
  wiring: string;
  /** Who is looked at: somebody who never refused, or who refuses what is older than anything. */
  usager: 'never refused' | 'refuses something';
  concurrency: number;
  times: Distribution;
  perSecond: number;
  /** Time over that with both off, mean and median: 1 costs nothing. */
  ratio: number;
  medianRatio: number;
}

const wirings: readonly (Parts & { name: string })[] = [
  { name: 'both off', refusal: false, journal: false },
  { name: 'refusal alone', refusal: true, journal: false },
  { name: 'journal alone', refusal: false, journal: true },
  { name: 'refusal and journal', refusal: true, journal: true },
];

const physician: Actor = {
  ...{ kind: 'practitioner', id: 'Practitioner/bench', name: 'Bench', profile: 'physician' },
  credential: { kind: 'key', id: 'bench' },
};
const origin = { request: 'bench', address: 'local', channel: 'bench' };
const parts = [
  ...([
    'MedicationRequest',
    'MedicationDispense',
    'Observation',
    'DiagnosticReport',
    'ImagingStudy',
  ] as const),
];

/** A chart is opened: who it is, then the newest 50 of each part, at once. @throws Error when any is not found */
async function openChart(gate: Gate, usager: string): Promise<void> {
  const access = gate.open(physician, { of: 'TREAT' }, origin);
  const found = await Promise.all([
    access.read('Patient', usager),
    ...parts.map(type =>
      access.search(type, [
        ['patient', `Patient/${usager}`],
        ['_sort', '-_lastUpdated'],
        ['_count', '50'],
      ]),
    ),
  ]);
  const wrong = found.find(({ outcome }) => outcome !== 'found');
  if (wrong) throw new Error(`The chart was not opened: ${wrong.outcome}.`);
}

const rounds = 8;

/** The wirings by turns, in the same minutes of the same machine; times of each, in milliseconds. */
async function takeTurns(
  gates: readonly Gate[],
  usager: string,
  concurrency: number,
  seconds: number,
): Promise<number[][]> {
  const times = gates.map((): number[] => []);
  const slice = (seconds * 1000) / rounds;
  const turn = async (at: number, kept: number[]) => {
    const end = performance.now() + slice;
    const runner = async () => {
      while (performance.now() < end) {
        const before = performance.now();
        await openChart(gates[at]!, usager);
        kept.push(performance.now() - before);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, runner));
  };
  for (const at of gates.keys()) await turn(at, []);
  for (let round = 0; round < rounds; round++)
    // Forward, then back: what warms or slows in time falls on all alike.
    for (const place of gates.keys()) {
      const at = round % 2 === 0 ? place : gates.length - 1 - place;
      await turn(at, times[at]!);
    }
  return times;
}

/** Somebody with a refusal in force that hides nothing of what there is: the predicate is asked of every row. */
async function refuseTheOldest({ server, bearer }: OpenGround, usager: string): Promise<void> {
  const refusal = { usager, consent: `bench-${usager}`, active: true, start: new Date('2020-01-01') };
  const consent = toConsent({ ...refusal, before: new Date('1901-01-01') }, new Date());
  await fetchOk(`${server.url}/fhir/R4/Consent/${consent.id}`, {
    method: 'PUT',
    headers: { authorization: await bearer('hopital-demo'), 'content-type': 'application/fhir+json' },
    body: JSON.stringify(consent),
  });
}

/** What refusals and the journal add to opening a chart, at the door, beside a door that is made without them. */
export async function chartOverhead(
  ground: OpenGround,
  concurrencies: readonly number[],
  seconds: number,
): Promise<ChartCost[]> {
  const gates = wirings.map(one => wire(ground, one));
  const costs: ChartCost[] = [];
  for (const usager of ['never refused', 'refuses something'] as const) {
    if (usager === 'refuses something') await refuseTheOldest(ground, ground.usager);
    for (const concurrency of concurrencies) {
      const times = await takeTurns(gates, ground.usager, concurrency, seconds);
      const [off] = times.map(distributionOf);
      for (const [at, own] of times.map(distributionOf).entries())
        costs.push({
          ...{ wiring: wirings[at]!.name, usager, concurrency, times: own },
          perSecond: Math.round((concurrency * 1000) / own.mean),
          ratio: Math.round((1000 * own.mean) / off!.mean) / 1000,
          medianRatio: Math.round((1000 * own.p50) / off!.p50) / 1000,
        });
    }
  }
  for (const gate of gates) await gate.close();
  return costs;
}
