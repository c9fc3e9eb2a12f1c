import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Terminology } from '../index.ts';
import {
  type AskedStore,
  all,
  askedStore,
  loinc,
  now,
  parametersOf,
  typeAndRest,
} from '../testing/territory.ts';

let at: AskedStore;

beforeAll(async () => {
  at = await askedStore();
});
afterAll(() => at?.database.drop());

describe('terms (R4 3.1.1.4.10)', () => {
  const glucoses = ['2345-7', '14749-6'].map(code => ({ system: loinc, code }));
  const terminology: Terminology = {
    codesOf: async url =>
      ({ 'http://example.org/vs/glucose': glucoses, 'http://example.org/vs/empty': [] })[url],
    descendants: async (_, code) => ({ 'LP-glucose': ['2345-7'], '2345-7': [] })[code],
    ancestors: async (_, code) => ({ '2345-7-fasting': ['2345-7', 'LP-glucose'] })[code],
  };
  const withTerms = (query: string, given: Terminology | undefined = terminology) => {
    const [type, rest] = typeAndRest(query);
    return at.store.search(all, type, parametersOf(rest), { now, terminology: given });
  };

  it.each([
    ['Observation?code:in=http://example.org/vs/glucose', 'g1 g2 g3'],
    ['Observation?code:not-in=http://example.org/vs/glucose', 'pressure undated'],
    ['Observation?code:in=http://example.org/vs/empty', ''],
    ['Observation?code:below=http://loinc.org|LP-glucose', 'g1 g2 g3'],
    ['Observation?code:below=http://loinc.org|2345-7', 'g1 g2 g3'],
    ['Observation?code:above=http://loinc.org|2345-7-fasting&patient=luc', 'g3'],
    ['Patient?_has:Observation:patient:code:in=http://example.org/vs/glucose', 'helene luc'],
    ['DiagnosticReport?result.code:in=http://example.org/vs/glucose', 'report'],
  ])('%s finds %s', async (query, expected) => {
    const found = await withTerms(query);
    expect(found.outcome === 'found' ? found.entries.map(({ id }) => id).join(' ') : found).toBe(expected);
  });

  it.each([
    ['Observation?code:in=http://example.org/vs/none', 'not-found'],
    ['Observation?code:not-in=http://example.org/vs/none', 'not-found'],
    ['Observation?code:below=http://loinc.org|none', 'not-found'],
    ['Observation?code:above=2345-7', 'value'],
    ['Observation?status:in=', 'value'],
  ])('%s is refused as %s', async (query, code) => {
    expect(await withTerms(query)).toMatchObject({ outcome: 'invalid', issues: [{ code }] });
  });

  it('without a terminology service are not supported', async () => {
    const found = await at.store.search(all, 'Observation', [['code:in', 'http://example.org/vs/glucose']], {
      now,
    });
    expect(found).toMatchObject({
      outcome: 'invalid',
      issues: [{ code: 'not-supported', severity: 'error' }],
    });
  });
});
