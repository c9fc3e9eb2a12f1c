import { patient, refusal, type TestDoor, testDoor } from '@continuum/exchange-fhir-rest/testing';
import { namSystem } from '@continuum/standards-nam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { match } from './match.ts';

const usager = (id: string, given: string, more: object = {}) => ({
  ...patient(id),
  name: [{ family: 'Tremblay', given: [given] }],
  birthDate: '2004-12-19',
  gender: 'male',
  ...more,
});
const nam = { identifier: [{ system: namSystem, value: 'TREM04121925' }] };

let door: TestDoor;
beforeAll(async () => {
  door = await testDoor({ operations: [match] });
  await door.put(usager('u1', 'Marc', nam));
  await door.put(usager('u2', 'Marc-André'));
  await door.put(usager('u3', 'Louis'));
  await door.put(usager('far', 'Marc', { birthDate: '1950-01-01' }));
  await door.put(refusal('u1'));
});
afterAll(() => door?.close());

const parameters = (resource: object, more: object[] = []) => ({
  resourceType: 'Parameters',
  parameter: [{ name: 'resource', resource }, ...more],
});
const ask = (actor: string, resource: object, more: object[] = []) =>
  door.send(actor, 'POST', '/Patient/$match', parameters(resource, more));
interface Match {
  resource: { id: string };
  search: { score: number; extension: { valueCode: string }[] };
}
const grades = (bundle: { entry?: Match[] }) =>
  (bundle.entry ?? []).map(({ resource: { id }, search }) => [id, search.extension[0]!.valueCode]);
const { id: _, ...claim } = { ...usager('', 'Marc'), ...nam };

describe('R4 Patient $match', () => {
  test('who may be the person, closest first, with score and grade, and the stored bytes', async () => {
    const answer = await ask('archivist', claim);
    expect(answer.statusCode, answer.body).toBe(200);
    expect(grades(answer.json())).toEqual([
      ['u1', 'certain'],
      ['u2', 'possible'],
    ]);
    const scores = answer.json().entry.map(({ search }: Match) => search.score);
    expect(scores[0]).toBeGreaterThan(scores[1]);
    expect(answer.body).toContain((await door.ask('archivist', '/Patient/u1')).body);
  });

  test('only certain matches, so many at most', async () => {
    const certain = { name: 'onlyCertainMatches', valueBoolean: true };
    expect(grades((await ask('archivist', claim, [certain])).json())).toEqual([['u1', 'certain']]);
    const { identifier: __, ...unnumbered } = claim;
    expect(grades((await ask('archivist', unnumbered, [certain])).json())).toEqual([]);
    expect(grades((await ask('archivist', claim, [{ name: 'count', valueInteger: 1 }])).json())).toHaveLength(
      1,
    );
  });

  test('nobody finds whom their searches would not show', async () => {
    expect(grades((await ask('neighbour', claim)).json())).toEqual([['u2', 'possible']]);
    expect((await ask('manager', claim)).statusCode).toBe(403);
    expect((await ask('unknown', claim)).statusCode).toBe(401);
  });

  test('whoever is shown has it in their journal, and nobody else', async () => {
    const before = (await door.journal()).length;
    await ask('archivist', claim);
    const entries = (await door.journal()).slice(before);
    expect(entries[0]).toMatchObject({ interaction: 'match', outcome: 'success' });
    expect(new Set(entries.map(({ usager: of }) => of))).toEqual(new Set([null, 'u1', 'u2']));
    expect(entries[0]!.entry).not.toContain('TREM04121925');
  });

  test.each([
    [{ resourceType: 'Patient', gender: 'male' }, 422, /Give a NAM/],
    [{ resourceType: 'Person', gender: 'male' }, 400, /give a Patient/],
  ])('%j: %i', async (resource, status, text) => {
    const answer = await ask('archivist', resource);
    expect(answer.statusCode).toBe(status);
    expect(answer.json().issue[0].diagnostics).toMatch(text);
  });
});
