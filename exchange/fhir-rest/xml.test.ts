import { formatJson } from '@continuum/standards-fhir';
import { formatXml, parseXml } from '@continuum/standards-fhir/xml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { observation, patient, type TestDoor, testDoor } from './testing/index.ts';

const asXml = { accept: 'application/fhir+xml' };
const inXml = { 'content-type': 'application/fhir+xml' };
let door: TestDoor;

beforeAll(async () => {
  door = await testDoor();
  await door.put(patient('u1'));
});
afterAll(() => door?.close());

const ask = (url: string, headers: object = asXml) => door.ask('hospital', url, 'GET', headers);
const withDigits = JSON.stringify(observation('u1', { id: 'digits' })).replace('5.4,', '5.40,');
const asType = (answer: { headers: Record<string, unknown> }) => answer.headers['content-type'];

describe('R4 3.1.0.1.10: XML out', () => {
  test('a resource, its decimals with their digits, whatever the form it came in', async () => {
    expect((await door.send('laboratory', 'PUT', '/Observation/digits', withDigits)).statusCode).toBe(201);
    const xml = await ask('/Observation/digits');
    expect(asType(xml)).toBe('application/fhir+xml; charset=utf-8');
    expect(xml.body).toContain('<value value="5.40"/>');
    const json = await ask('/Observation/digits', {});
    expect(formatJson(parseXml(xml.body))).toContain('"value":5.40');
    expect(JSON.parse(JSON.stringify(parseXml(xml.body)))).toEqual(json.json());
    expect((await ask('/Observation/digits?_format=xml&_pretty=true', {})).body).toContain('\n  <status');
  });

  test.each([
    ['a search', '/Patient?_id=u1', 'Bundle'],
    ['a history', '/Patient/u1/_history', 'Bundle'],
    ['a version', '/Patient/u1/_history/1', 'Patient'],
    ['what is not there', '/Patient/nobody', 'OperationOutcome'],
    ['an address that is none', '/a/b/c/d/e', 'OperationOutcome'],
    ['the CapabilityStatement', '/metadata', 'CapabilityStatement'],
  ])('%s', async (_title, url, type) => {
    const answer = await ask(url);
    expect(asType(answer)).toMatch('xml');
    expect(parseXml(answer.body).resourceType).toBe(type);
  });

  test('a form may say it too', async () => {
    const headers = { 'x-actor': 'hospital', 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await door.app.inject({
      method: 'POST',
      url: '/fhir/R4/Patient/_search',
      headers,
      payload: '_id=u1&_format=xml',
    });
    expect(parseXml(answer.body)).toMatchObject({ resourceType: 'Bundle', total: 1 });
  });
});

describe('XML in', () => {
  test('what is created is what was sent, kept as it came', async () => {
    const sent = formatXml(observation('u1', { note: [{ text: 'a\n"b" <c>' }] }) as never);
    const made = await door.send('laboratory', 'POST', '/Observation', sent, { ...inXml, ...asXml });
    expect(made.statusCode, made.body).toBe(201);
    const { id, meta: _, ...rest } = parseXml(made.body);
    expect(rest).toEqual(observation('u1', { note: [{ text: 'a\n"b" <c>' }] }));
    const [row] = await door.database.asOwner<{ bytes: Buffer }>(
      `SELECT bytes FROM record.deposit WHERE content_type = 'application/fhir+xml' ORDER BY received DESC LIMIT 1`,
    );
    expect(row!.bytes.toString()).toBe(sent);
    const amended = await door.send(
      'laboratory',
      'PATCH',
      `/Observation/${id}`,
      formatXml({
        resourceType: 'Parameters',
        parameter: [
          {
            name: 'operation',
            part: [
              { name: 'type', valueCode: 'replace' },
              { name: 'path', valueString: 'Observation.status' },
              { name: 'value', valueCode: 'amended' },
            ],
          },
        ],
      }),
      inXml,
    );
    expect(amended.json()).toMatchObject({ status: 'amended' });
  });

  test.each(['batch', 'transaction'])('a %s, answered in XML', async type => {
    const bundle = {
      resourceType: 'Bundle',
      type,
      entry: [
        { resource: observation(), request: { method: 'POST', url: 'Observation' } },
        { request: { method: 'GET', url: 'Patient/u1' } },
      ],
    };
    const answer = await door.send('laboratory', 'POST', '/', formatXml(bundle), { ...inXml, ...asXml });
    expect(answer.statusCode, answer.body).toBe(200);
    const { entry } = parseXml(answer.body) as unknown as { entry: { response: { status: string } }[] };
    expect(entry.map(({ response }) => response.status)).toEqual(['201 Created', '200 OK']);
  });

  test.each<[string, string, number, RegExp]>([
    ['what is not well-formed', '<Observation xmlns="http://hl7.org/fhir">', 400, /Not FHIR XML/],
    [
      'a document type',
      '<!DOCTYPE x [<!ENTITY a "b">]><Observation xmlns="http://hl7.org/fhir"/>',
      400,
      /document type/,
    ],
    [
      'an element that R4 does not have',
      '<Observation xmlns="http://hl7.org/fhir"><colour value="x"/></Observation>',
      400,
      /colour/,
    ],
    [
      'what is not valid',
      '<Observation xmlns="http://hl7.org/fhir"><status value="x"/></Observation>',
      422,
      /status/,
    ],
  ])('%s is %s', async (_title, body, status, sentence) => {
    const answer = await door.send('laboratory', 'POST', '/Observation', body, inXml);
    expect(answer.statusCode, answer.body).toBe(status);
    expect(answer.body).toMatch(sentence);
  });
});
