import { token } from './command-line.ts';
import type { RunningServer } from './server.ts';

/** One create: what was answered, when to try again as far as it was said, how long it took in ms. */
export interface Attempt {
  value: string;
  status: number;
  retryAfter: string | null;
  took: number;
}

/** Clients of a laboratory that create Observations without a pause, each with an identifier of its own. */
export interface Writers {
  /** What was answered so far, in order; a request without an answer rejects `stop`. */
  attempts: readonly Attempt[];
  /** How many were acknowledged so far. */
  acknowledged(): number;
  /** Resolves once every writer has its last answer. */
  stop(): Promise<void>;
}

/** The namespace of the writers' identifiers. */
export const writersSystem = 'urn:continuum:writers';

const observation = (patient: string, value: string) => ({
  resourceType: 'Observation',
  status: 'final',
  identifier: [{ system: writersSystem, value }],
  category: [
    {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }],
    },
  ],
  code: { coding: [{ system: 'http://loinc.org', code: '2823-3' }] },
  subject: { reference: `Patient/${patient}` },
  effectiveDateTime: '2026-11-01T07:30:00-05:00',
  valueQuantity: { value: 4.4, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
});

/** Sets so many writers to work in the record of one usager. */
export async function startWriters(server: RunningServer, patient: string, count: number): Promise<Writers> {
  const authorization = `Bearer ${await token('labo-demo', server.environment)}`;
  const headers = { authorization, 'content-type': 'application/fhir+json' };
  const attempts: Attempt[] = [];
  let working = true;
  const create = async (value: string) => {
    const from = performance.now();
    const body = JSON.stringify(observation(patient, value));
    const answer = await fetch(`${server.url}/fhir/R4/Observation`, { method: 'POST', headers, body });
    await answer.arrayBuffer();
    const took = performance.now() - from;
    attempts.push({ value, status: answer.status, retryAfter: answer.headers.get('retry-after'), took });
  };
  const writer = async (name: number) => {
    for (let n = 0; working; n++) await create(`${name}-${n}`);
  };
  const done = Promise.allSettled(Array.from({ length: count }, (_, name) => writer(name)));
  return {
    attempts,
    acknowledged: () => attempts.filter(({ status }) => status === 201).length,
    async stop() {
      working = false;
      for (const one of await done) if (one.status === 'rejected') throw one.reason;
    },
  };
}
