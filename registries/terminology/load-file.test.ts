import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadFile, migrations } from './index.ts';

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await testDatabase([migrations]);
  folder = await mkdtemp(join(tmpdir(), 'continuum-terminology-'));
});
afterAll(async () => {
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

const lines: string[] = [];
const say = (line: string) => void lines.push(line);
const load = (path: string, version?: string) => loadFile(database.service, path, { say, version });
const file = async (name: string, ...rows: string[]): Promise<string> => {
  await mkdir(join(folder, name, '..'), { recursive: true });
  await writeFile(join(folder, name), `${rows.join('\n')}\n`);
  return join(folder, name);
};
const concepts = (url: string) =>
  database.service.query<Record<string, unknown>>(
    `SELECT c.code, c.display, c.active, c.properties, (SELECT array_agg(d.value ORDER BY d.key) FROM service.term_designation d
       WHERE d.system = c.system AND d.code = c.code) AS said
     FROM service.term_concept c JOIN service.term_system s ON s.id = c.system WHERE s.url = $1 ORDER BY c.code`,
    [url],
  );

describe('official files', () => {
  test('Loinc.csv, again with a term less: what it no longer has is gone', async () => {
    const header = 'LOINC_NUM,COMPONENT,SCALE_TYP,CLASS,STATUS,SHORTNAME,LONG_COMMON_NAME';
    const glucose = '"1-1","Glucose, fasting","Qn","CHEM","ACTIVE","Glucose SerPl","Glucose in Serum"';
    const path = await file('Loinc.csv', header, glucose, '"2-2","Old","Qn","CHEM","DEPRECATED","",""');
    expect(await load(path, '2.78')).toEqual([{ url: 'http://loinc.org', count: 2 }]);
    const expected = {
      code: '1-1',
      display: 'Glucose in Serum',
      active: true,
      properties: { COMPONENT: ['Glucose, fasting'], SCALE_TYP: ['Qn'], CLASS: ['CHEM'], STATUS: ['ACTIVE'] },
      said: ['Glucose SerPl'],
    };
    expect(await concepts('http://loinc.org')).toMatchObject([
      expected,
      { code: '2-2', display: 'Old', active: false },
    ]);
    await load(path, '2.78');
    expect(await concepts('http://loinc.org')).toHaveLength(2);
    await file('Loinc.csv', header, glucose);
    await load(path, '2.79');
    expect(await concepts('http://loinc.org')).toMatchObject([expected]);
    expect(lines).toContain('LOINC: 1 concepts…');
  });

  test('a SNOMED CT snapshot: preferred words, languages, hierarchy, inactive concepts', async () => {
    const tab = (...fields: string[]) => fields.join('\t');
    const release = 'rf2/Snapshot/Terminology';
    await file(
      `${release}/sct2_Concept_Snapshot_CA_20260331.txt`,
      tab('id', 'effectiveTime', 'active', 'moduleId', 'definitionStatusId'),
      tab('10', '20260331', '1', 'm', 'p'),
      tab('20', '20260331', '1', 'm', 'p'),
      tab('30', '20260331', '1', 'm', 'p'),
      tab('40', '20200101', '0', 'm', 'p'),
    );
    const synonym = '900000000000013009';
    const full = '900000000000003001';
    const said = (id: string, concept: string, language: string, type: string, term: string) =>
      tab(id, '2026', '1', 'm', concept, language, type, term, 'c');
    const names = tab(
      'id',
      'effectiveTime',
      'active',
      'moduleId',
      'conceptId',
      'languageCode',
      'typeId',
      'term',
      'caseSignificanceId',
    );
    await file(
      `${release}/sct2_Description_Snapshot-en_CA_20260331.txt`,
      names,
      said('101', '10', 'en', full, 'Disease (disorder)'),
      said('201', '20', 'en', full, 'Diabetes mellitus (disorder)'),
      said('202', '20', 'en', synonym, 'DM "sugar"'),
      said('203', '20', 'en', synonym, 'Diabetes mellitus'),
      said('301', '30', 'en', full, 'Diabetes type 2 (disorder)'),
      said('401', '40', 'en', full, 'Retired (disorder)'),
    );
    await file(
      `${release}/sct2_Description_Snapshot-fr_CA_20260331.txt`,
      names,
      said('204', '20', 'fr', synonym, 'Diabète sucré'),
    );
    await file(
      `${release}/sct2_Relationship_Snapshot_CA_20260331.txt`,
      tab(
        'id',
        'effectiveTime',
        'active',
        'moduleId',
        'sourceId',
        'destinationId',
        'relationshipGroup',
        'typeId',
      ),
      tab('1', '2026', '1', 'm', '20', '10', '0', '116680003'),
      tab('2', '2026', '1', 'm', '30', '20', '0', '116680003'),
      tab('3', '2026', '0', 'm', '30', '40', '0', '116680003'),
      tab('4', '2026', '1', 'm', '30', '10', '0', '363698007'),
    );
    await file(
      'rf2/Snapshot/Refset/Language/der2_cRefset_LanguageSnapshot-en_CA_20260331.txt',
      tab(
        'id',
        'effectiveTime',
        'active',
        'moduleId',
        'refsetId',
        'referencedComponentId',
        'acceptabilityId',
      ),
      tab('x', '2026', '1', 'm', 'r', '203', '900000000000548007'),
    );
    expect(await load(join(folder, 'rf2'))).toEqual([{ url: 'http://snomed.info/sct', count: 4 }]);
    expect(await concepts('http://snomed.info/sct')).toMatchObject([
      { code: '10', display: 'Disease (disorder)' },
      {
        code: '20',
        display: 'Diabetes mellitus',
        said: expect.arrayContaining(['Diabète sucré', 'DM "sugar"']),
      },
      { code: '30', active: true },
      { code: '40', active: false },
    ]);
    const closure = await database.service.query<{ pair: string }>(
      "SELECT ancestor || '>' || descendant AS pair FROM service.term_closure WHERE ancestor <> descendant ORDER BY 1",
    );
    expect(closure.map(({ pair }) => pair)).toEqual(['10>20', '10>30', '20>30']);
  });

  test('the DPD’s drug.txt and a CCDD file', async () => {
    const drug = await file(
      'drug.txt',
      '"2049","Human","Human","02242974","METFORMIN","500 MG","N","1","1","2020","0123","Humain","METFORMINE",""',
    );
    await load(drug);
    expect(await concepts('http://hl7.org/fhir/NamingSystem/ca-hc-din')).toMatchObject([
      {
        code: '02242974',
        display: 'METFORMIN 500 MG',
        said: ['METFORMINE'],
        properties: { DRUG_CODE: ['2049'] },
      },
    ]);
    const ccdd = await file(
      'ccdd-mp.csv',
      'mp_code,mp_formal_name,mp_en_description,mp_fr_description,mp_status,Health_Canada_identifier',
      '02242974,METFORMIN F,"METFORMIN (metformin 500 mg) oral tablet","METFORMIN, comprimé",Active,02242974',
    );
    await load(ccdd);
    expect(await concepts('http://terminology.hl7.org/CodeSystem/hc-CCDD')).toMatchObject([
      {
        code: '02242974',
        display: 'METFORMIN (metformin 500 mg) oral tablet',
        said: ['METFORMIN, comprimé'],
      },
    ]);
  });

  test('a Bundle of FHIR resources', async () => {
    const resource = (resourceType: string, more: object) => ({
      resource: { resourceType, status: 'active', ...more },
    });
    const bundle = {
      resourceType: 'Bundle',
      type: 'collection',
      entry: [
        resource('CodeSystem', { url: 'urn:b', content: 'complete', concept: [{ code: 'a', display: 'A' }] }),
        resource('NamingSystem', {
          name: 'B',
          uniqueId: [
            { type: 'uri', value: 'urn:b', preferred: true },
            { type: 'oid', value: '1.2.3' },
          ],
        }),
        resource('Patient', {}),
      ],
    };
    const path = await file('bundle.json', JSON.stringify(bundle));
    expect(await load(path)).toEqual([
      { url: 'urn:b', count: 1 },
      { url: 'B', count: 1 },
    ]);
    expect(await concepts('urn:b')).toHaveLength(1);
    expect(await database.service.query('SELECT alias, url FROM service.term_alias')).toEqual([
      { alias: 'urn:oid:1.2.3', url: 'urn:b' },
    ]);
  });

  test('a file that is none of these is named with what can be loaded', async () => {
    await expect(load(await file('other.csv', 'a,b'))).rejects.toThrow(/other\.csv: load a FHIR CodeSystem/);
    await expect(load(folder)).resolves.toBeDefined();
    await mkdir(join(folder, 'empty'));
    await expect(load(join(folder, 'empty'))).rejects.toThrow(/no sct2_Concept_Snapshot/);
  });
});
