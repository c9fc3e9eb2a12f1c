import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AskedStore, askedStore, now } from '../testing/territory.ts';

let at: AskedStore;

beforeAll(async () => {
  at = await askedStore();
});
afterAll(() => at?.database.drop());

describe('results (R4 3.1.1.5)', () => {
  it.each([
    ['Observation?_sort=date&date:missing=false', 'g3 pressure g1 g2'],
    ['Observation?_sort=-date', 'g2 g1 pressure g3 undated'],
    ['Patient?_sort=family', 'helene luc anna'],
    ['Patient?_sort=gender,-birthdate', 'helene anna luc'],
    ['Observation?_sort=-value-quantity', 'g3 g2 g1 pressure undated'],
    ['Observation?_sort=status,-_id', 'pressure g3 g2 g1 undated'],
    ['Observation?_id=g1&_include=Observation:encounter', 'g1 +visit'],
    ['Observation?_id=g1&_include=Observation:*', 'g1 +visit +helene +roy'],
    ['Observation?_id=g1&_include=*', 'g1 +visit +helene +roy'],
    ['Observation?_id=g1&_include=Observation:subject:Group', 'g1'],
    ['Observation?_id=g1&_revinclude=Provenance:target', 'g1 +origin'],
    ['DiagnosticReport?_include=DiagnosticReport:result', 'report +g1 +g2'],
    ['DiagnosticReport?_include=DiagnosticReport:result&_include=Observation:encounter', 'report +g1 +g2'],
    [
      'DiagnosticReport?_include=DiagnosticReport:result&_include:iterate=Observation:encounter&_revinclude:iterate=Provenance:target',
      'report +visit +g1 +g2 +origin',
    ],
    ['Patient?_id=luc&_revinclude=Observation:patient', 'luc +g3 +pressure +undated'],
    ['Patient?_id=luc&_revinclude=*', 'luc +g3 +pressure +undated +risk'],
    ['Patient?_id=helene&_revinclude=*&_contained=false', 'helene +report +visit +g1 +g2'],
  ])('%s gives %s', async (query, expected) => {
    expect(await at.ids(query)).toBe(expected);
  });

  it('a total comes when it is asked for, or when the page is everything', async () => {
    expect(await at.search('Observation?_summary=count')).toMatchObject({ total: 5, entries: [] });
    expect(await at.search('Observation?_count=0')).toMatchObject({ total: 5, entries: [] });
    expect(await at.search('Observation?_count=2')).toMatchObject({ total: undefined });
    expect(await at.search('Observation?_count=2&_total=accurate')).toMatchObject({ total: 5 });
    expect(await at.search('Observation?_id=nothing&_total=accurate')).toMatchObject({
      total: 0,
      entries: [],
    });
    expect(await at.search('Observation?patient=helene')).toMatchObject({ total: 2 });
  });

  it.each([
    '_sort=-date',
    '_sort=date',
    '_sort=status,-date',
    '_sort=-_lastUpdated',
    '_sort=value-quantity',
    '',
  ])(
    'pages of one, ordered by %s, are the whole once, also when something is written between them',
    async sort => {
      const whole = await at.ids(`Observation?${sort}`);
      const seen: string[] = [];
      let cursor = '';
      for (let page = 0; page < 10; page++) {
        const found = await at.search(`Observation?${sort}&_count=1${cursor}`);
        seen.push(...found.entries.map(({ id }) => id));
        if (!found.next) break;
        cursor = `&_cursor=${found.next}`;
      }
      expect(seen.join(' ')).toBe(whole);
    },
  );

  it('a page keeps its place when what it ended with is deleted', async () => {
    const first = await at.search('ValueSet?_count=1');
    await at.database.record.transaction(tx =>
      at.store.write(tx, [{ verb: 'delete', type: 'ValueSet', id: 'vs1' }], { now }),
    );
    expect(await at.ids(`ValueSet?_count=1&_cursor=${first.next}`)).toBe('vs2');
  });
});
