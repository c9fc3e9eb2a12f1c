import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import type { Resource } from '@continuum/standards-fhir';
import type { Sight } from '@continuum/trust-access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toCursor } from '../cursor.ts';
import { createStore, migrations, type Store, type Terminology } from '../index.ts';

const all: Sight = {
  domains: ['identity', 'registry', 'medication', 'laboratory', 'imaging', 'summary', 'directive', 'journal'],
  usagers: 'any',
  refusal: 'own',
};
const now = new Date('2026-03-01T12:00:00Z');
const loinc = 'http://loinc.org';
const lab = [
  { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
];

const glucose = (id: string, patient: string, date: string, value: number, more: object = {}) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: lab,
  code: { coding: [{ system: loinc, code: '2345-7', display: 'Glucose' }], text: 'Glycémie' },
  subject: { reference: `Patient/${patient}` },
  effectiveDateTime: date,
  valueQuantity: { value, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
  ...more,
});

const territory: (Resource & { id: string })[] = [
  {
    resourceType: 'Patient',
    id: 'helene',
    active: true,
    meta: { tag: [{ system: 'urn:t', code: 'demo' }], profile: ['http://example.org/p|1.0'] },
    identifier: [
      {
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'JHN' }] },
        system: 'urn:nam',
        value: 'TREH12345678',
      },
    ],
    name: [{ family: 'Tremblay', given: ['Hélène', 'Marie'] }],
    gender: 'female',
    birthDate: '1980-05-17',
    generalPractitioner: [{ reference: 'Practitioner/roy' }],
  },
  {
    resourceType: 'Patient',
    id: 'luc',
    text: {
      status: 'generated',
      div: '<div xmlns="http://www.w3.org/1999/xhtml">Va à la <b>Crèche</b></div>',
    },
    active: false,
    name: [{ family: 'Tremblay-Gagnon', given: ['Luc'] }],
    gender: 'male',
    birthDate: '1975',
  },
  { resourceType: 'Patient', id: 'anna', name: [{ family: 'Østergård', given: ['Anna'] }], gender: 'female' },
  {
    resourceType: 'Practitioner',
    id: 'roy',
    name: [{ family: 'Roy' }],
    identifier: [{ system: 'urn:cmq', value: '9' }],
  },
  {
    resourceType: 'Encounter',
    id: 'visit',
    status: 'finished',
    class: { code: 'AMB' },
    subject: { reference: 'Patient/helene' },
    period: { start: '2026-01-10T09:00:00Z', end: '2026-01-10T10:00:00Z' },
  },
  glucose('g1', 'helene', '2026-01-10T09:30:00Z', 5.4, {
    encounter: { reference: 'Encounter/visit' },
    performer: [{ reference: 'Practitioner/roy' }],
  }),
  glucose('g2', 'helene', '2026-02-10', 7.8),
  glucose('g3', 'luc', '2025-12', 11),
  {
    resourceType: 'Observation',
    id: 'undated',
    status: 'preliminary',
    code: { text: 'Note' },
    subject: { reference: 'Patient/luc' },
  },
  {
    resourceType: 'Observation',
    id: 'pressure',
    status: 'final',
    code: { coding: [{ system: loinc, code: '85354-9' }] },
    subject: { reference: 'Patient/luc', identifier: { system: 'urn:nam', value: 'GAGL' } },
    effectivePeriod: { start: '2026-01-01' },
    component: [
      {
        code: { coding: [{ system: loinc, code: '8480-6' }] },
        valueQuantity: { value: 150, code: 'mm[Hg]', system: 'http://unitsofmeasure.org' },
      },
      {
        code: { coding: [{ system: loinc, code: '8462-4' }] },
        valueQuantity: { value: 90, code: 'mm[Hg]', system: 'http://unitsofmeasure.org' },
      },
    ],
  },
  {
    resourceType: 'DiagnosticReport',
    id: 'report',
    status: 'final',
    category: lab,
    code: { text: 'Bilan' },
    subject: { reference: 'Patient/helene' },
    result: [{ reference: 'Observation/g1' }, { reference: 'Observation/g2' }],
  },
  {
    resourceType: 'Provenance',
    id: 'origin',
    target: [{ reference: 'Observation/g1' }],
    recorded: '2026-01-10T10:00:00Z',
  },
  { resourceType: 'ValueSet', id: 'vs1', status: 'active', url: 'http://example.org/fhir/ValueSet/a' },
  { resourceType: 'ValueSet', id: 'vs2', status: 'active', url: 'http://example.org/fhir' },
  {
    resourceType: 'RiskAssessment',
    id: 'risk',
    status: 'final',
    subject: { reference: 'Patient/luc' },
    prediction: [{ probabilityDecimal: 0.25 }],
  },
];

let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await testDatabase([migrations]);
  store = createStore(database.record);
  const changes = territory.map(resource => ({ verb: 'upsert', resource }) as const);
  const outcome = await database.record.transaction(tx => store.write(tx, changes, { now }));
  expect(outcome.outcome).toBe('written');
});
afterAll(() => database.drop());

const parametersOf = (query: string): [string, string][] => [
  ...new URLSearchParams(query.replaceAll('+', '%2B')),
];

async function search(query: string) {
  const [type, rest = ''] = query.split(/\?(.*)/s);
  const found = await store.search(all, type || undefined, parametersOf(rest), { now, handling: 'strict' });
  if (found.outcome === 'invalid') throw new Error(found.issues.map(issue => issue.diagnostics).join(' '));
  return found;
}

const ids = async (query: string): Promise<string> =>
  (await search(query)).entries.map(({ id, mode }) => (mode === 'match' ? id : `+${id}`)).join(' ');

describe('search parameters (R4 3.1.1.4)', () => {
  it.each([
    // token
    ['Patient?gender=female', 'anna helene'],
    ['Patient?gender:not=female', 'luc'],
    ['Patient?gender=http://hl7.org/fhir/administrative-gender|male', 'luc'],
    ['Patient?active=true', 'helene'],
    ['Patient?active:missing=true', 'anna'],
    ['Patient?active:missing=false', 'helene luc'],
    ['Patient?identifier=TREH12345678', 'helene'],
    ['Patient?identifier=urn:nam|TREH12345678', 'helene'],
    ['Patient?identifier=urn:nam|TREH12345678&identifier=urn:nam|TREH12345678', 'helene'],
    ['Patient?identifier=urn:nam|TREH12345678&identifier=urn:other|1', ''],
    ['Patient?identifier=urn:nam|', 'helene'],
    ['Patient?identifier=|TREH12345678', ''],
    ['Patient?identifier=urn:other|TREH12345678', ''],
    ['Patient?identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|JHN|TREH12345678', 'helene'],
    ['Patient?identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|MR|TREH12345678', ''],
    ['Observation?code:text=glyc', 'g1 g2 g3'],
    ['Observation?code:text=GLUCO', 'g1 g2 g3'],
    ['Observation?status=preliminary,amended', 'undated'],
    ['Observation?code=2345-7&status=final&subject=Patient/luc', 'g3'],
    ['Observation?category:missing=true', 'pressure undated'],
    // string
    ['Patient?family=tremblay', 'helene luc'],
    ['Patient?family=TREMBLAY-', 'luc'],
    ['Patient?family:exact=Tremblay', 'helene'],
    ['Patient?family:exact=tremblay', ''],
    ['Patient?name=helene', 'helene'],
    ['Patient?name=hélène', 'helene'],
    ['Patient?given:contains=ari', 'helene'],
    ['Patient?family=gagnon', ''],
    ['Patient?family:contains=gagnon', 'luc'],
    ['Patient?family=ost', ''],
    ['Patient?family=øst', 'anna'],
    ['Patient?name=t', 'helene luc'],
    // reference
    ['Observation?subject=Patient/helene', 'g1 g2'],
    ['Observation?subject=helene', 'g1 g2'],
    ['Observation?patient=helene', 'g1 g2'],
    ['Observation?patient=helene,luc', 'g1 g2 g3 pressure undated'],
    ['Observation?subject:Patient=helene', 'g1 g2'],
    ['Observation?subject:Group=helene', ''],
    ['Observation?subject:identifier=urn:nam|GAGL', 'pressure'],
    ['Observation?subject:identifier=GAGL', 'pressure'],
    ['Observation?performer=Practitioner/roy', 'g1'],
    ['Observation?encounter:missing=false', 'g1'],
    ['Provenance?target=Observation/g1', 'origin'],
    // date
    ['Patient?birthdate=1980-05-17', 'helene'],
    ['Patient?birthdate=1980-05', 'helene'],
    ['Patient?birthdate=1975', 'luc'],
    ['Patient?birthdate=1975-06', ''],
    ['Patient?birthdate=lt1976', 'luc'],
    ['Patient?birthdate=ge1980-05-17', 'helene'],
    ['Patient?birthdate=gt1980-05-17', ''],
    ['Patient?birthdate=ne1980', 'luc'],
    ['Observation?date=2026-01-10', 'g1'],
    ['Observation?date=ge2026-02', 'g2 pressure'],
    ['Observation?date=sa2026-01-10', 'g2'],
    ['Observation?date=eb2026', 'g3'],
    ['Observation?date=ge2025-12&date=lt2026-01-15', 'g1 g3 pressure'],
    ['Observation?date=ap2026-02-10', 'g2 pressure'],
    ['Encounter?date=2026-01-10', 'visit'],
    ['Observation?_lastUpdated=2026-03-01T12:00:00Z&status=preliminary', 'undated'],
    ['Observation?_lastUpdated=lt2026-03-01', ''],
    // number, quantity
    ['RiskAssessment?probability=0.25', 'risk'],
    ['RiskAssessment?probability=gt0.2', 'risk'],
    ['RiskAssessment?probability=lt0.25', ''],
    ['RiskAssessment?probability=0.3', 'risk'],
    ['Observation?value-quantity=5.4', 'g1'],
    ['Observation?value-quantity=5.40', 'g1'],
    ['Observation?value-quantity=5', 'g1'],
    ['Observation?value-quantity=6', ''],
    ['Observation?value-quantity=gt5.4', 'g2 g3'],
    ['Observation?value-quantity=ge5.4|http://unitsofmeasure.org|mmol/L', 'g1 g2 g3'],
    ['Observation?value-quantity=ge5.4||mmol/L', 'g1 g2 g3'],
    ['Observation?value-quantity=ge5.4|http://unitsofmeasure.org|mg/dL', ''],
    ['Observation?value-quantity=5400|http://unitsofmeasure.org|umol/L', 'g1'],
    ['Observation?value-quantity=gt7800|http://unitsofmeasure.org|umol/L', 'g3'],
    ['Observation?value-quantity=ge7800|http://unitsofmeasure.org|umol/L', 'g2 g3'],
    ['Observation?value-quantity=5400|urn:units|umol/L', ''],
    ['Observation?value-quantity=5400||umol/L', ''],
    ['Observation?code-value-quantity=2345-7$lt6000|http://unitsofmeasure.org|umol/L', 'g1'],
    ['Observation?component-code-value-quantity=8480-6$20.0|http://unitsofmeasure.org|kPa', 'pressure'],
    ['Observation?value-quantity=ap10', 'g3'],
    // uri
    ['ValueSet?url=http://example.org/fhir', 'vs2'],
    ['ValueSet?url:below=http://example.org/fhir', 'vs1 vs2'],
    ['ValueSet?url:above=http://example.org/fhir/ValueSet/a', 'vs1 vs2'],
    ['ValueSet?url:below=http://example.org/fh', ''],
    ['Patient?_profile=http://example.org/p', 'helene'],
    ['Patient?_profile=http://example.org/p|1.0', 'helene'],
    ['Patient?_profile=http://example.org/p|2.0', ''],
    ['Patient?_profile:below=http://example.org/p', 'helene'],
    ['Patient?_profile:below=http://example.org/p|1', 'helene'],
    ['Patient?_profile:below=http://example.org/p|1.0.0', ''],
    // full text
    ['Observation?patient=helene&_content=GLYCEMIE', 'g1 g2'],
    ['Observation?patient=helene&_content=glycémie 5.4', 'g1'],
    ['Observation?patient=helene&_content=-5.4 glucose', 'g2'],
    ['Observation?patient=helene&_content=coding', ''],
    ['Patient?_id=helene,luc&_text=creche', 'luc'],
    ['Patient?_id=helene,luc&_text=cre', ''],
    ['Patient?_id=helene,luc&_text=female,crèche', 'luc'],
    ['Observation?patient=luc&patient._text=crèche&code=2345-7', 'g3'],
    // composite
    ['Observation?code-value-quantity=http://loinc.org|2345-7$gt7', 'g2 g3'],
    ['Observation?code-value-quantity=2345-7$lt6||mmol/L', 'g1'],
    ['Observation?component-code-value-quantity=8480-6$gt140', 'pressure'],
    ['Observation?component-code-value-quantity=8462-4$gt140', ''],
    ['Observation?combo-code-value-quantity=http://loinc.org|8462-4$90', 'pressure'],
    // of every type
    ['Patient?_id=helene,luc,nobody', 'helene luc'],
    ['Patient?_tag=urn:t|demo', 'helene'],
    ['?_tag=demo', 'helene'],
    ['?_type=Encounter,Provenance', 'visit origin'],
    ['?_type=Patient,Practitioner&name=roy', 'roy'],
    // chains and their reverse
    ['Observation?patient.name=helene', 'g1 g2'],
    ['Observation?subject:Patient.family:exact=Tremblay', 'g1 g2'],
    ['Observation?subject.name=luc', 'g3 pressure undated'],
    ['Observation?patient.general-practitioner.identifier=urn:cmq|9', 'g1 g2'],
    ['Observation?patient=helene&encounter.class=AMB', 'g1'],
    ['Observation?patient=helene&encounter.class=IMP', ''],
    ['DiagnosticReport?result.value-quantity=gt7', 'report'],
    ['Patient?_has:Observation:patient:code=2345-7', 'helene luc'],
    ['Patient?_has:Observation:patient:value-quantity=gt10', 'luc'],
    ['Patient?_id=helene&_has:Observation:patient:value-quantity=gt10', ''],
    ['Patient?_has:Observation:patient:_has:Provenance:target:recorded=2026', 'helene'],
    ['Encounter?_has:Observation:encounter:status=final', 'visit'],
    ['Practitioner?_has:Patient:general-practitioner:birthdate=1980', 'roy'],
    ['Observation?patient._has:DiagnosticReport:patient:status=final', 'g1 g2'],
    // values with separators in them
    ['Patient?name=a\\,b', ''],
  ])('%s finds %s', async (query, expected) => {
    expect(await ids(query)).toBe(expected);
  });
});

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
    expect(await ids(query)).toBe(expected);
  });

  it('a total comes when it is asked for, or when the page is everything', async () => {
    expect(await search('Observation?_summary=count')).toMatchObject({ total: 5, entries: [] });
    expect(await search('Observation?_count=0')).toMatchObject({ total: 5, entries: [] });
    expect(await search('Observation?_count=2')).toMatchObject({ total: undefined });
    expect(await search('Observation?_count=2&_total=accurate')).toMatchObject({ total: 5 });
    expect(await search('Observation?_id=nothing&_total=accurate')).toMatchObject({ total: 0, entries: [] });
    expect(await search('Observation?patient=helene')).toMatchObject({ total: 2 });
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
      const whole = await ids(`Observation?${sort}`);
      const seen: string[] = [];
      let cursor = '';
      for (let page = 0; page < 10; page++) {
        const found = await search(`Observation?${sort}&_count=1${cursor}`);
        seen.push(...found.entries.map(({ id }) => id));
        if (!found.next) break;
        cursor = `&_cursor=${found.next}`;
      }
      expect(seen.join(' ')).toBe(whole);
    },
  );

  it('a page keeps its place when what it ended with is deleted', async () => {
    const first = await search('ValueSet?_count=1');
    await database.record.transaction(tx =>
      store.write(tx, [{ verb: 'delete', type: 'ValueSet', id: 'vs1' }], { now }),
    );
    expect(await ids(`ValueSet?_count=1&_cursor=${first.next}`)).toBe('vs2');
  });
});

describe('compartments (R4 CompartmentDefinition)', () => {
  const inside = (address: string) => {
    const [path, rest = ''] = address.split(/\?(.*)/s) as [string, string];
    const [type = '', id = '', member] = path.split('/');
    const options = { now, handling: 'strict', compartment: { type, id } } as const;
    return store.search(all, member === '*' ? undefined : member, parametersOf(rest), options);
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

describe('how a search is done', () => {
  it('is told with its plan, and without its values', async () => {
    const parameters = parametersOf('family=secret&birthdate=1980-05-17');
    const told = await store.explain(all, 'Patient', parameters, { now });
    expect(told).toMatchObject({ outcome: 'explained', prepared: false });
    if (told.outcome !== 'explained') throw new Error('not explained');
    expect(told.sql).toContain('FROM record.resource x WHERE NOT x.deleted');
    expect(told.plan).toContain('resource');
    expect(told.sql + told.plan).not.toMatch(/secret|1980/);
  });
});

describe('terms (R4 3.1.1.4.10)', () => {
  const glucoses = ['2345-7', '14749-6'].map(code => ({ system: loinc, code }));
  const terminology: Terminology = {
    codesOf: async url =>
      ({ 'http://example.org/vs/glucose': glucoses, 'http://example.org/vs/empty': [] })[url],
    descendants: async (_, code) => ({ 'LP-glucose': ['2345-7'], '2345-7': [] })[code],
    ancestors: async (_, code) => ({ '2345-7-fasting': ['2345-7', 'LP-glucose'] })[code],
  };
  const withTerms = (query: string, given: Terminology | undefined = terminology) => {
    const [type, rest] = query.split(/\?(.*)/s) as [string, string];
    return store.search(all, type, parametersOf(rest), { now, terminology: given });
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
    const found = await store.search(all, 'Observation', [['code:in', 'http://example.org/vs/glucose']], {
      now,
    });
    expect(found).toMatchObject({
      outcome: 'invalid',
      issues: [{ code: 'not-supported', severity: 'error' }],
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
    const [type, rest] = query.split(/\?(.*)/s) as [string, string];
    const found = await store.search(all, type, parametersOf(rest), { now });
    expect(found).toMatchObject({
      outcome: 'found',
      entries: query.includes('_cursor') ? expect.any(Array) : [],
    });
  });

  it.each([[['a', 'b', 'c']], [[1e300, 'b', 1]], [[1, 'b', 'x']], [[1, 'b', 1.5]], [[1]]])(
    'a cursor of a history that was made up (%j) is taken as absent',
    async position => {
      const query = { type: 'Patient', cursor: toCursor(position) };
      const found = await store.history(all, now, query);
      expect(found.entries).toEqual((await store.history(all, now, { type: 'Patient' })).entries);
    },
  );
});

describe('what is not understood (R4 3.1.1.4.4)', () => {
  it.each([
    ['Patient?colour=red'],
    ['Patient?name.first=x'],
    ['Observation?patient.colour=red'],
    ['Patient?_has:Observation:colour:code=x'],
  ])('%s is refused when strict; otherwise left out, and said', async query => {
    const [type, rest] = query.split(/\?(.*)/s) as [string, string];
    const strict = await store.search(all, type, parametersOf(rest), { now, handling: 'strict' });
    expect(strict).toMatchObject({ outcome: 'invalid', issues: [{ severity: 'error' }] });
    const lenient = await store.search(all, type, parametersOf(rest), { now, handling: 'lenient' });
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
    const [type, rest] = query.split(/\?(.*)/s) as [string, string];
    const found = await store.search(all, type || undefined, parametersOf(rest), {
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
    const [type, rest] = query.split(/\?(.*)/s) as [string, string];
    const found = await store.search(all, type, parametersOf(rest), { now, handling: 'lenient' });
    const issue = { severity: 'error', code: 'not-supported', expression };
    expect(found).toMatchObject({
      outcome: 'invalid',
      issues: [{ ...issue, diagnostics: expect.stringMatching(mend) }],
    });
  });
});
