import { patient, refusal, result, type TestDoor, testDoor } from '@continuum/exchange-fhir-rest/testing';
import { validate } from '@continuum/standards-fhir';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { summary } from './index.ts';

const now = new Date('2026-11-20T12:00:00Z');
const clinical = (system: string, code = 'active') => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }],
});
const to = (usager: string) => ({ reference: `Patient/${usager}` });
const ofU1 = [
  { resourceType: 'Practitioner', id: 'dr', name: [{ family: 'Roy' }] },
  { resourceType: 'Organization', id: 'clinic', name: 'Clinique' },
  {
    resourceType: 'PractitionerRole',
    id: 'role',
    practitioner: { reference: 'Practitioner/dr' },
    organization: { reference: 'Organization/clinic' },
  },
  { resourceType: 'Medication', id: 'metformin', code: { text: 'Metformine 500 mg' } },
  {
    resourceType: 'MedicationRequest',
    id: 'rx',
    status: 'active',
    intent: 'order',
    medicationReference: { reference: 'Medication/metformin', display: 'Metformine 500 mg' },
    subject: to('u1'),
    requester: { reference: 'PractitionerRole/role' },
    authoredOn: '2026-05-01',
  },
  {
    resourceType: 'MedicationRequest',
    id: 'rx-old',
    status: 'stopped',
    intent: 'order',
    medicationCodeableConcept: { text: 'Ancien' },
    subject: to('u1'),
  },
  {
    resourceType: 'AllergyIntolerance',
    id: 'peanut',
    clinicalStatus: clinical('allergyintolerance-clinical'),
    code: { text: 'Arachides & <noix>' },
    patient: to('u1'),
  },
  {
    resourceType: 'AllergyIntolerance',
    id: 'refuted',
    verificationStatus: clinical('allergyintolerance-verification', 'entered-in-error'),
    code: { text: 'Erreur' },
    patient: to('u1'),
  },
  result('old', 'u1', '2026-01-15'),
  result('new', 'u1', '2026-10-15', { performer: [{ reference: 'Organization/clinic' }] }),
];

let door: TestDoor;
beforeAll(async () => {
  door = await testDoor({ operations: [summary(() => now)] });
  for (const id of ['u1', 'u2', 'u3']) await door.put(patient(id));
  for (const resource of ofU1) await door.put(resource);
  await door.put(result('hidden', 'u2', '2026-10-15'));
  await door.put(refusal('u2'));
});
afterAll(() => door?.close());

interface Section {
  title: string;
  entry?: { reference: string }[];
  emptyReason?: { coding: { code: string }[] };
  text: { div: string };
}
const ask = async (usager: string, actor = 'physician') => {
  const answer = await door.ask(actor, `/Patient/${usager}/$summary`);
  expect(answer.statusCode, answer.body).toBe(200);
  const document = answer.json();
  const [composition] = document.entry.map(({ resource }: { resource: { section: Section[] } }) => resource);
  const sections = new Map<string, Section>(
    composition.section.map((section: Section) => [section.title.split(' / ')[1], section]),
  );
  return { document, composition, sections };
};
const entries = ({ entry = [] }: Section) => entry.map(({ reference }) => reference);

describe('IPS $summary', () => {
  test('a document that R4’s rules accept, whose references lead to its own entries', async () => {
    const { document } = await ask('u1');
    expect(validate(document)).toEqual([]);
    const urls: string[] = document.entry.map(({ fullUrl }: { fullUrl: string }) => fullUrl);
    expect(new Set(urls).size).toBe(urls.length);
    const references = [...JSON.stringify(document).matchAll(/"reference":"([^"]+)"/g)].map(([, to]) => to!);
    const isThere = (reference: string) =>
      urls.some(url => url === reference || url.endsWith(`/${reference}`));
    expect(references.filter(reference => !isThere(reference))).toEqual([]);
  });

  test('what is current, the newest of each test, and who and what it refers to', async () => {
    const { sections, document } = await ask('u1');
    expect(entries(sections.get('Medications')!)).toEqual(['MedicationRequest/rx']);
    expect(entries(sections.get('Allergies and intolerances')!)).toEqual(['AllergyIntolerance/peanut']);
    expect(entries(sections.get('Results')!)).toEqual(['Observation/new']);
    const there = document.entry.map(({ fullUrl }: { fullUrl: string }) =>
      fullUrl.split('/').slice(-2).join('/'),
    );
    expect(there).toEqual(
      expect.arrayContaining([
        'Medication/metformin',
        'Practitioner/dr',
        'PractitionerRole/role',
        'Organization/clinic',
      ]),
    );
    expect(sections.get('Allergies and intolerances')!.text.div).toContain('Arachides &amp; &lt;noix&gt;');
  });

  test('where nothing is known it says so, and never that there is none', async () => {
    const { sections, document } = await ask('u3');
    expect(validate(document)).toEqual([]);
    const absent = document.entry.flatMap(({ resource }: { resource: object }) =>
      [...JSON.stringify(resource).matchAll(/"code":"(no-[a-z-]+)"/g)].map(([, code]) => code),
    );
    expect(absent).toEqual(['no-medication-info', 'no-allergy-info', 'no-problem-info']);
    expect(sections.get('Procedures')!.emptyReason!.coding[0]!.code).toBe('unavailable');
    expect(sections.get('Procedures')!.text.div).toMatch(/Aucun renseignement.*No information/s);
  });

  test('a refusal and a profile’s limits are said in the same words, and nothing more', async () => {
    const refused = (await ask('u2')).sections.get('Problems')!;
    const limited = (await ask('u3', 'nurse')).sections.get('Problems')!;
    expect(refused).toEqual(limited);
    expect(refused.emptyReason!.coding[0]!.code).toBe('withheld');
    const { document } = await ask('u2');
    expect(JSON.stringify(document)).not.toContain('hidden');
    expect(validate(document)).toEqual([]);
  });

  test('the person sees their own', async () => {
    const { sections } = await ask('u2', 'neighbour');
    expect(entries(sections.get('Results')!)).toEqual(['Observation/hidden']);
  });

  test('the same record gives the same document', async () => {
    expect((await ask('u1')).document).toEqual((await ask('u1')).document);
  });

  test.each([
    ['neighbour', '/Patient/u1/$summary', 403],
    ['physician', '/Patient/none/$summary', 404],
    ['unknown', '/Patient/u1/$summary', 401],
    ['physician', '/Patient/$summary', 400],
    ['physician', '/Patient/$summary?identifier=urn:x|1', 404],
  ])('%s asks %s: %i', async (actor, url, status) => {
    expect((await door.ask(actor, url)).statusCode).toBe(status);
  });

  test('it is one look in the usager’s journal', async () => {
    const before = (await door.journal()).length;
    await ask('u1');
    const mine = (await door.journal()).slice(before).filter(({ usager }) => usager === 'u1');
    expect(mine).toMatchObject([{ interaction: 'everything', outcome: 'success' }]);
  });
});
