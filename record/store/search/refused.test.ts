import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toCursor } from '../cursor.ts';
import { type AskedStore, all, askedStore, now, parametersOf, typeAndRest } from '../testing/territory.ts';

let at: AskedStore;

beforeAll(async () => {
  at = await askedStore();
});
afterAll(() => at?.database.drop());

describe('what is not understood (R4 3.1.1.4.4)', () => {
  it.each([
    ['Patient?colour=red'],
    ['Patient?name.first=x'],
    ['Observation?patient.colour=red'],
    ['Patient?_has:Observation:colour:code=x'],
  ])('%s is refused when strict; otherwise left out, and said', async query => {
    const [type, rest] = typeAndRest(query);
    const strict = await at.store.search(all, type, parametersOf(rest), { now, handling: 'strict' });
    expect(strict).toMatchObject({ outcome: 'invalid', issues: [{ severity: 'error' }] });
    const lenient = await at.store.search(all, type, parametersOf(rest), { now, handling: 'lenient' });
    expect(lenient).toMatchObject({ outcome: 'found', self: [], issues: [{ severity: 'warning' }] });
  });

  it.each([
    ['Patient?birthdate=yesterday'],
    ['Patient?name:above=x'],
    ['Patient?gender:in=x'],
    ['Patient?gender:below=s|x'],
    ['Patient?_summary=short'],
    ['Patient?_elements=id,,name'],
    ['Patient?birthdate:exact=1980'],
    ['Patient?active:missing=maybe'],
    ['Patient?_count=many'],
    ['Patient?_cursor=mine'],
    ['Patient?_filter=name eq x'],
    ['Patient?_list=x'],
    ['Patient?_query=x'],
    ['Patient?_contained=true'],
    ['Patient?_text=x'],
    ['Patient?_content=x'],
    ['Patient?_include=Patient:name'],
    ['Observation?value-quantity=a|b|c'],
    ['Observation?code-value-quantity=2345-7'],
    ['Patient?name='],
    ['?_type=Martian'],
    ['Patient?_cursor=WzEsMl0'],
    [`Observation?_sort=date&_cursor=${toCursor(['yesterday', 'g1'])}`],
    [`Observation?_sort=date&_cursor=${toCursor([1e300, 'g1'])}`],
  ])('%s is refused, also when lenient', async query => {
    const [type, rest] = typeAndRest(query);
    const found = await at.store.search(all, type, parametersOf(rest), {
      now,
      handling: 'lenient',
    });
    expect(found).toMatchObject({ outcome: 'invalid' });
  });

  it.each([
    ['Location?near=46.8|-71.2|5|km', 'near', /address, address-city or partof/],
    ['Observation?_sort=code-value-quantity', '_sort', /composite parameter.*sort by one parameter of type/],
    ['Location?_sort=near', '_sort', /special parameter.*sort by one parameter of type/],
  ])('%s is refused by its name, with what to do instead', async (query, expression, mend) => {
    const [type, rest] = typeAndRest(query);
    const found = await at.store.search(all, type, parametersOf(rest), { now, handling: 'lenient' });
    const issue = { severity: 'error', code: 'not-supported', expression };
    expect(found).toMatchObject({
      outcome: 'invalid',
      issues: [{ ...issue, diagnostics: expect.stringMatching(mend) }],
    });
  });
});

describe('what PostgreSQL cannot hold', () => {
  it.each([
    'Patient?_id=\0',
    'Patient?name:contains=\0',
    'Observation?code:text=\0',
    `Patient?_cursor=${toCursor(['\0'])}`,
  ])('%j finds nothing, and harms nothing', async query => {
    const [type, rest] = typeAndRest(query);
    const found = await at.store.search(all, type, parametersOf(rest), { now });
    expect(found).toMatchObject({
      outcome: 'found',
      entries: query.includes('_cursor') ? expect.any(Array) : [],
    });
  });

  it.each([[['a', 'b', 'c']], [[1e300, 'b', 1]], [[1, 'b', 'x']], [[1, 'b', 1.5]], [[1]]])(
    'a cursor of a history that was made up (%j) is taken as absent',
    async position => {
      const query = { type: 'Patient', cursor: toCursor(position) };
      const found = await at.store.history(all, now, query);
      expect(found.entries).toEqual((await at.store.history(all, now, { type: 'Patient' })).entries);
    },
  );
});

describe('how a search is done', () => {
  it('is told with its plan, and without its values', async () => {
    const parameters = parametersOf('family=secret&birthdate=1980-05-17');
    const told = await at.store.explain(all, 'Patient', parameters, { now });
    expect(told).toMatchObject({ outcome: 'explained', prepared: false });
    if (told.outcome !== 'explained') throw new Error('not explained');
    expect(told.sql).toContain('FROM record.resource x WHERE NOT x.deleted');
    expect(told.plan).toContain('resource');
    expect(told.sql + told.plan).not.toMatch(/secret|1980/);
  });
});
