import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { baseUrl, patient, refusal, result, type TestDoor, testDoor } from '../testing/index.ts';

const practitioner = { resourceType: 'Practitioner', id: 'dr', name: [{ family: 'Roy' }] };
const role = {
  resourceType: 'PractitionerRole',
  id: 'role',
  practitioner: { reference: 'Practitioner/dr' },
  organization: { reference: 'Organization/lab' },
};
const organization = { resourceType: 'Organization', id: 'lab', name: 'Laboratoire' };
const stranger = { resourceType: 'Organization', id: 'other', name: 'Autre' };
const encounter = (id: string, usager: string, start: string, end: string) => ({
  resourceType: 'Encounter',
  id,
  status: 'finished',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
  subject: { reference: `Patient/${usager}` },
  period: { start, end },
});
const allergy = {
  resourceType: 'AllergyIntolerance',
  id: 'a1',
  clinicalStatus: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
  },
  code: { text: 'Arachides' },
  patient: { reference: 'Patient/u1' },
};

let door: TestDoor;
beforeAll(async () => {
  door = await testDoor();
  for (const made of [organization, stranger, practitioner, role, patient('u1'), patient('u2')])
    await door.put(made);
  await door.put(encounter('e1', 'u1', '2026-01-10', '2026-02-10'));
  await door.put(result('o1', 'u1', '2026-01-15', { encounter: { reference: 'Encounter/e1' } }));
  await door.put(result('o2', 'u1', '2026-03-15', { performer: [{ reference: 'PractitionerRole/role' }] }));
  await door.put(allergy);
  await door.put(result('o3', 'u2', '2026-01-15'));
  await door.put(refusal('u2', '2026-02-01'));
  await door.put(result('o4', 'u2', '2026-03-15'));
});
afterAll(() => door?.close());

interface Entry {
  fullUrl: string;
}
const contents = (bundle: { entry?: Entry[] }): string[] =>
  (bundle.entry ?? []).map(({ fullUrl }) => fullUrl.slice(baseUrl.length + 1));
const clinical = (found: string[]) => found.filter(reference => !/^(Provenance|Consent)/.test(reference));
const everything = async (url: string, actor = 'hospital') => {
  const answer = await door.ask(actor, url);
  expect(answer.statusCode, answer.body).toBe(200);
  return clinical(contents(answer.json()));
};

const reachedFromRole = ['Organization/lab', 'Practitioner/dr', 'PractitionerRole/role'];

describe('R4 Patient $everything', () => {
  test('the record of the usager, then what it refers to, at any distance, and nothing else', async () => {
    const found = await everything('/Patient/u1/$everything');
    expect(found).toEqual([
      'Patient/u1',
      'AllergyIntolerance/a1',
      'Encounter/e1',
      'Observation/o1',
      'Observation/o2',
      ...reachedFromRole,
    ]);
  });

  test.each<[string, string[]]>([
    ['start=2026-03-01', ['Patient/u1', 'AllergyIntolerance/a1', 'Observation/o2', ...reachedFromRole]],
    ['end=2026-01-12', ['Patient/u1', 'AllergyIntolerance/a1', 'Encounter/e1']],
    // A stay that began before and ended after is care of these dates.
    ['start=2026-02-01&end=2026-02-05', ['Patient/u1', 'AllergyIntolerance/a1', 'Encounter/e1']],
    ['_type=Observation,Practitioner', ['Observation/o1', 'Observation/o2', 'Practitioner/dr']],
    ['_type=Encounter&_type=Patient', ['Patient/u1', 'Encounter/e1']],
    ['_since=2999-01-01T00:00:00Z', []],
  ])('%s', async (query, expected) => {
    expect(await everything(`/Patient/u1/$everything?${query}`)).toEqual(expected);
  });

  test('pages follow each other without a gap or a repetition while others write', async () => {
    const all = await everything('/Patient/u1/$everything');
    const seen: string[] = [];
    let url: string | undefined = '/Patient/u1/$everything?_count=2';
    for (let page = 0; url !== undefined; page++) {
      const bundle: { entry: Entry[]; link: { relation: string; url: string }[] } = (
        await door.ask('hospital', url)
      ).json();
      expect(bundle.entry.length).toBeLessThanOrEqual(2);
      seen.push(...contents(bundle));
      // Changed under the reader: what was shown, and what comes.
      await door.put({ ...allergy, note: [{ text: `page ${page}` }] } as never);
      await door.put(
        result('o2', 'u1', '2026-03-16', {
          performer: [{ reference: 'PractitionerRole/role' }],
          note: [{ text: `page ${page}` }],
        }),
      );
      url = bundle.link.find(({ relation }) => relation === 'next')?.url.slice(baseUrl.length);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(clinical(seen)).toEqual(all);
  });

  test('the bytes are those of a read', async () => {
    const bundle = (await door.ask('hospital', '/Patient/u1/$everything?_type=Encounter')).body;
    expect(bundle).toContain((await door.ask('hospital', '/Encounter/e1')).body);
  });

  test('what a refusal hides is not there, for a reader; the person sees their own', async () => {
    expect(await everything('/Patient/u2/$everything')).toEqual(['Patient/u2', 'Observation/o4']);
    expect(await everything('/Patient/u2/$everything', 'neighbour')).toEqual([
      'Patient/u2',
      'Observation/o3',
      'Observation/o4',
    ]);
  });

  test.each<[string, string, number]>([
    ['neighbour', '/Patient/u1/$everything', 403],
    ['archivist', '/Patient/nobody/$everything', 404],
    ['physician', '/Patient/$everything', 403],
    ['unknown', '/Patient/u1/$everything', 401],
    ['hospital', '/Patient/u1/$everything?_type=Dog', 400],
    ['hospital', '/Observation/o1/$everything', 404],
  ])('%s asks %s: %i', async (actor, url, status) => {
    expect((await door.ask(actor, url)).statusCode).toBe(status);
  });

  test('a profile that reads a part gets that part', async () => {
    expect(await everything('/Patient/u1/$everything', 'archivist')).toEqual(['Patient/u1']);
    expect(await everything('/Patient/u1/$everything', 'pharmacist')).not.toContain('AllergyIntolerance/a1');
  });

  test('without an id it is a citizen’s own usagers', async () => {
    expect(await everything('/Patient/$everything?_type=Observation,Patient', 'owner')).toEqual([
      'Patient/u1',
      'Observation/o1',
      'Observation/o2',
    ]);
  });

  test('each page is in the usager’s journal', async () => {
    const before = (await door.journal()).length;
    await everything('/Patient/u1/$everything?_type=Observation', 'physician');
    await door.ask('neighbour', '/Patient/u1/$everything');
    expect((await door.journal()).slice(before)).toMatchObject([
      { interaction: 'everything', outcome: 'success', usager: 'u1' },
      { interaction: 'everything', outcome: 'denied', usager: 'u1' },
    ]);
  });
});

describe('R4 Encounter $everything', () => {
  test('the encounter, whose it is, what refers to it', async () => {
    expect(await everything('/Encounter/e1/$everything')).toEqual([
      'Encounter/e1',
      'Observation/o1',
      'Patient/u1',
    ]);
  });
  test('of one that is not to be seen there is nothing', async () => {
    expect((await door.ask('neighbour', '/Encounter/e1/$everything')).statusCode).toBe(404);
    expect((await door.ask('laboratory', '/Encounter/e1/$everything')).statusCode).toBe(404);
  });
});
