import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { fetchOk, patientOf } from '../client.ts';
import type { OpenGround } from '../ground.ts';
import { type Distribution, distributionOf } from './distribution.ts';
import { type RankTest, rankTest } from './rank-test.ts';

/** How long the same answer takes when something is hidden, and when there is nothing. */
export interface Told extends RankTest {
  door: string;
  hidden: Distribution;
  absent: Distribution;
  /** Of the medians, in microseconds: positive, what is hidden takes longer. */
  difference: number;
}

/** What is asked at a door: addresses whose answer is the same to the byte but for what they name. */
interface Door {
  name: string;
  hidden: readonly string[];
  absent: readonly string[];
}

/** Somebody of the register who has nothing at all, and refused as the other did: that they did is told to whoever reads. */
async function emptyPerson({ server, bearer, record }: OpenGround, as: string): Promise<string> {
  const id = randomUUID();
  await fetchOk(`${server.url}/fhir/R4/Patient/${id}`, {
    method: 'PUT',
    headers: { authorization: await bearer('hopital-demo'), 'content-type': 'application/fhir+json' },
    body: JSON.stringify({
      resourceType: 'Patient',
      id,
      name: [{ family: 'Vide' }],
      birthDate: '1980-01-01',
    }),
  });
  await record.query(
    `INSERT INTO record.refusal SELECT $1, consent, active, start, "end", before FROM record.refusal WHERE usager = $2`,
    [id, as],
  );
  return id;
}

async function doorsOf(ground: OpenGround, authorization: string): Promise<Door[]> {
  const refusing = await patientOf(ground.server, authorization, ground.server.identity('refus-demo'));
  const nothing = await emptyPerson(ground, refusing);
  const rows = await ground.record.query<{ id: string }>(
    `SELECT id FROM record.resource WHERE owner = $1 AND type = 'Observation' AND NOT deleted LIMIT 200`,
    [refusing],
  );
  if (rows.length === 0)
    throw new Error('Who refuses in the demonstration has no result that could be hidden.');
  const hidden = rows.map(({ id }) => id);
  const absent = hidden.map(() => randomUUID());
  const at = (name: string, address: (id: string) => string): Door => ({
    ...{ name, hidden: hidden.map(address), absent: absent.map(address) },
  });
  const of = (name: string, query: string): Door => ({
    ...{ name, hidden: [`/Observation?patient=${refusing}${query}`] },
    absent: [`/Observation?patient=${nothing}${query}`],
  });
  return [
    at('read', id => `/Observation/${id}`),
    at('vread', id => `/Observation/${id}/_history/1`),
    at('history', id => `/Observation/${id}/_history`),
    at('search by _id', id => `/Observation?_id=${id}`),
    of('search of a person', ''),
    of('count of a person', '&_summary=count'),
  ];
}

const isHeads = (): boolean => Math.random() < 0.5;

/** One at a time on one connection, hidden and absent in an order that chance makes. */
async function timesOf({ hidden, absent }: Door, ask: (address: string) => Promise<number>, seconds: number) {
  const times = { hidden: [] as number[], absent: [] as number[] };
  const end = performance.now() + seconds * 1000;
  for (let index = 0; performance.now() < end; index++) {
    const pair = [
      { kept: times.hidden, address: hidden[index % hidden.length]! },
      { kept: times.absent, address: absent[index % absent.length]! },
    ];
    for (const { kept, address } of isHeads() ? pair : pair.reverse()) kept.push(await ask(address));
  }
  return times;
}

/** Compares, door by door, the times of what is hidden by a refusal with those of what is not there. */
export async function hiddenOrAbsent(ground: OpenGround, seconds: number): Promise<Told[]> {
  const authorization = await ground.bearer('dme-demo');
  const ask = async (address: string): Promise<number> => {
    const before = performance.now();
    const response = await fetch(`${ground.server.url}/fhir/R4${address}`, { headers: { authorization } });
    await response.text();
    return performance.now() - before;
  };
  const told: Told[] = [];
  for (const door of await doorsOf(ground, authorization)) {
    await timesOf(door, ask, 1);
    const times = await timesOf(door, ask, seconds);
    const [hidden, absent] = [distributionOf(times.hidden), distributionOf(times.absent)];
    const difference = Math.round(1000 * (hidden.p50 - absent.p50));
    told.push({
      ...{ door: door.name, hidden, absent, difference },
      ...rankTest(times.hidden, times.absent),
    });
  }
  return told;
}
