import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AskedStore, all, askedStore, now, parametersOf } from '../testing/territory.ts';

let at: AskedStore;

beforeAll(async () => {
  at = await askedStore();
});
afterAll(() => at?.database.drop());

describe('compartments (R4 CompartmentDefinition)', () => {
  const inside = (address: string) => {
    const [path, rest = ''] = address.split(/\?(.*)/s) as [string, string];
    const [type = '', id = '', member] = path.split('/');
    const options = { now, handling: 'strict', compartment: { type, id } } as const;
    return at.store.search(all, member === '*' ? undefined : member, parametersOf(rest), options);
  };

  it.each([
    ['Patient/helene/Observation', 'g1 g2'],
    ['Patient/helene/Observation?value-quantity=gt6&_sort=-date', 'g2'],
    ['Patient/luc/Observation?_sort=-date&_include=Observation:subject', 'pressure g3 undated +luc'],
    ['Patient/helene/*', 'report visit g1 g2 helene'],
    ['Patient/helene/*?_type=Encounter,Patient', 'visit helene'],
    ['Patient/helene/*?_lastUpdated=lt2026', ''],
    ['Patient/helene/Patient', 'helene'],
    ['Patient/nobody/Observation', ''],
    ['Encounter/visit/Observation', 'g1'],
    ['Encounter/visit/*', 'visit g1'],
    ['Practitioner/roy/Patient', 'helene'],
    ['Practitioner/roy/*', 'g1 helene roy'],
    ['Device/pump/Observation', ''],
    ['RelatedPerson/son/*', ''],
  ])('%s finds %s', async (address, expected) => {
    const found = await inside(address);
    const entries = found.outcome === 'found' ? found.entries : [];
    expect(entries.map(({ id, mode }) => (mode === 'match' ? id : `+${id}`)).join(' ')).toBe(expected);
    expect(found).toMatchObject({ outcome: 'found' });
  });

  it('are counted as they are found', async () => {
    expect(await inside('Patient/helene/*?_summary=count')).toMatchObject({ total: 5, entries: [] });
  });

  it.each([
    ['Organization/1/Observation', 'not-supported'],
    ['Encounter/visit/Account', 'not-supported'],
    ['Patient/a b/Observation', 'value'],
    ['Patient/helene/*?code=1', 'not-supported'],
  ])('%s is refused', async (address, code) => {
    expect(await inside(address)).toMatchObject({ outcome: 'invalid', issues: [{ code }] });
  });
});
