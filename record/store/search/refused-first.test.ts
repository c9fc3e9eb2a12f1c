import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import type { Sight } from '@continuum/trust-access';
import { type Refusal, toConsent } from '@continuum/trust-consent';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStore, migrations } from '../index.ts';
import { visible } from '../visible.ts';
import { emptyRequest, take } from './request.ts';
import { compile } from './statement.ts';

const now = new Date('2026-03-01T12:00:00Z');
const sight: Sight = { domains: ['identity', 'laboratory', 'imaging'], usagers: 'any', refusal: 'obeyed' };

/** Who refuses what, of four persons who have the same. */
const refusals: Record<string, Partial<Refusal> | undefined> = {
  everything: {},
  'until-next-year': { end: new Date('2027-01-01') },
  'what-was-before': { before: new Date('2025-01-01') },
  'no-longer': { end: new Date('2026-01-01') },
  nothing: undefined,
};

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase([migrations]);
  const store = createStore(database.record);
  const resources = Object.entries(refusals).flatMap(([usager, refusal]) => [
    { resourceType: 'Patient', id: usager },
    ...Array.from({ length: 20 }, (_, at) => ({
      ...{ resourceType: 'Observation', id: `${usager}-${at}`, status: 'final' },
      ...{ category: [{ coding: [{ code: 'laboratory' }] }], code: { text: 'x' } },
      ...{ subject: { reference: `Patient/${usager}` }, effectiveDateTime: '2026-02-01' },
    })),
    ...(refusal
      ? [
          toConsent(
            { usager, consent: `of-${usager}`, active: true, start: new Date('2023-01-01'), ...refusal },
            now,
          ),
        ]
      : []),
  ]);
  const outcome = await database.record.transaction(tx =>
    store.write(
      tx,
      resources.map(resource => ({ verb: 'upsert', resource })),
      { now },
    ),
  );
  expect(outcome.outcome).toBe('written');
});
afterAll(() => database.drop());

interface Plan {
  'Relation Name'?: string;
  'Actual Loops': number;
  Plans?: Plan[];
}

/** How often PostgreSQL began to look at rows of the record for a search. */
async function looks(query: string, seen: Sight = sight): Promise<number> {
  const request = emptyRequest('Observation');
  for (const [name, value] of new URLSearchParams(query)) take(request, name, value);
  const { text, statement } = compile(request, s => visible(seen, now, s), { now });
  const [row] = await database.asOwner<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`,
    statement.values,
  );
  const within = ({ Plans = [], ...plan }: Plan): number =>
    (plan['Relation Name'] === 'resource' ? plan['Actual Loops'] : 0) +
    Plans.reduce((sum, each) => sum + within(each), 0);
  return within(row!['QUERY PLAN'][0].Plan);
}

describe('a search of somebody who refuses everything', () => {
  it.each(['', '&_summary=count', '&_sort=-date&_count=5', '&_total=accurate&code:text=x'])(
    'looks at none of their rows: patient=…%s',
    async more => {
      expect(await looks(`patient=everything${more}`)).toBe(0);
      expect(await looks(`patient=until-next-year${more}`)).toBe(0);
      for (const usager of ['what-was-before', 'no-longer', 'nothing'])
        expect(await looks(`patient=${usager}${more}`), usager).toBeGreaterThan(0);
    },
  );

  it('looks at them for the specialist whom an exam may name, and for whom the refusal does not bind', async () => {
    const interpretation = { interpreter: 'Practitioner/x', types: ['ImagingStudy'], days: 14 };
    expect(await looks('patient=everything', { ...sight, interpretation })).toBeGreaterThan(0);
    expect(await looks('patient=everything', { ...sight, refusal: 'own' })).toBeGreaterThan(0);
  });
});
