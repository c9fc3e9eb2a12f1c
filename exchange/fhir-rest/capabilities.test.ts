import { knownProfiles, searchParameters, validate } from '@continuum/standards-fhir';
import { parseXml } from '@continuum/standards-fhir/xml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Claims,
  each,
  observation,
  patient,
  type TestDoor,
  testDoor,
  valueFor,
} from './testing/index.ts';

let door: TestDoor;
let statement: {
  format: string[];
  patchFormat: string[];
  rest: {
    resource: Claims[];
    interaction: { code: string }[];
    compartment: string[];
    operation?: object[];
  }[];
};
const examples: Record<string, { resourceType: string; [element: string]: unknown }> = {
  Patient: {
    ...patient('e'),
    telecom: [{ system: 'phone', value: '5145550000' }],
    address: [{ city: 'Laval' }],
  },
  Observation: { ...observation('u1'), identifier: [{ system: 'urn:labo', value: '1' }] },
  Basic: { resourceType: 'Basic', code: { text: 'x' }, subject: { reference: 'Patient/u1' } },
  Organization: { resourceType: 'Organization', name: 'CLSC', active: true },
};

const encounter = {
  resourceType: 'Encounter',
  status: 'finished',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
  subject: { reference: 'Patient/u1' },
};

beforeAll(async () => {
  door = await testDoor();
  await door.put(patient('u1'));
  statement = (await door.ask('hospital', '/metadata')).json();
});
afterAll(() => door?.close());

const strict = { prefer: 'handling=strict' };
const claimsOf = (type: string): Claims => statement.rest[0]!.resource.find(one => one.type === type)!;

const answers = async (url: string): Promise<string | undefined> => {
  const { statusCode, body } = await door.ask('hospital', url, 'GET', strict);
  return statusCode === 200 ? undefined : `${url}: ${statusCode} ${body.slice(0, 200)}`;
};

describe('R4 3.1.0.6: everything that the CapabilityStatement claims is there', () => {
  test('it is valid, and of R4', () => {
    expect(validate(statement)).toEqual([]);
    expect(statement).toMatchObject({ fhirVersion: '4.0.1' });
    expect(statement).not.toHaveProperty('instantiates');
  });

  test('anybody may read what the server does, and every type and parameter it claims is there', async () => {
    const answer = await door.ask('unknown', '/metadata');
    expect(answer.statusCode).toBe(200);
    const claims = claimsOf('Patient');
    const codes = 'create delete history-instance history-type patch read search-type update vread';
    expect(
      claims.interaction
        .map(({ code }) => code)
        .sort()
        .join(' '),
    ).toBe(codes);
    expect(claims.searchParam.map(({ name }) => name)).toContain('identifier');
    expect(statement.rest[0]!.resource.length).toBeGreaterThan(140);
  });

  test.each(Object.keys(examples))('every interaction of %s', async type => {
    const example = examples[type]!;
    const put = async (id: string) => door.send('hospital', 'PUT', `/${type}/${id}`, { ...example, id });
    const id = `cap-${type.toLowerCase()}`;
    const base = `/${type}`;
    const acts: Record<string, () => Promise<{ statusCode: number }>> = {
      create: () => door.send('hospital', 'POST', base, example),
      update: () => put(id),
      read: () => door.ask('hospital', `${base}/${id}`),
      vread: () => door.ask('hospital', `${base}/${id}/_history/1`),
      patch: () =>
        door.send('hospital', 'PATCH', `${base}/${id}`, '[{"op":"add","path":"/language","value":"fr"}]', {
          'content-type': 'application/json-patch+json',
        }),
      'history-instance': () => door.ask('hospital', `${base}/${id}/_history`),
      'history-type': () => door.ask('hospital', `${base}/_history`),
      'search-type': () => door.ask('hospital', `${base}?_id=${id}`),
      delete: () => door.ask('hospital', `${base}/${id}`, 'DELETE'),
    };
    const claimed = claimsOf(type).interaction.map(({ code }) => code);
    expect(claimed.sort()).toEqual(Object.keys(acts).sort());
    for (const [code, act] of Object.entries(acts))
      expect([200, 201, 204], code).toContain((await act()).statusCode);
    expect(claimsOf(type).conditionalDelete).toBe('single');
  });

  test('every interaction of the whole system', async () => {
    const bundle = (type: string) => ({
      resourceType: 'Bundle',
      type,
      entry: [{ request: { method: 'GET', url: 'Patient/u1' } }],
    });
    const acts: Record<string, () => Promise<{ statusCode: number }>> = {
      'search-system': () => door.ask('hospital', '/?_type=Patient'),
      'history-system': () => door.ask('hospital', '/_history'),
      batch: () => door.send('hospital', 'POST', '/', bundle('batch')),
      transaction: () => door.send('hospital', 'POST', '/', bundle('transaction')),
    };
    const claimed = statement.rest[0]!.interaction.map(({ code }) => code);
    expect(claimed.sort()).toEqual(Object.keys(acts).sort());
    for (const [code, act] of Object.entries(acts)) expect((await act()).statusCode, code).toBe(200);
  });

  test('every compartment, and no other', async () => {
    const prefix = 'http://hl7.org/fhir/CompartmentDefinition/';
    const claimed = statement.rest[0]!.compartment.map(url => url.slice(prefix.length).toLowerCase());
    expect(claimed).toContain('patient');
    const there: string[] = [];
    for (const { type } of statement.rest[0]!.resource) {
      const { statusCode } = await door.ask('hospital', `/${type}/u1/*?_count=1`);
      expect([200, 400, 404], type).toContain(statusCode);
      if (statusCode === 200) there.push(type.toLowerCase());
    }
    expect(there).toEqual(claimed);
    const { entry } = (await door.ask('hospital', '/Patient/u1/*?_count=1')).json();
    expect(entry).toHaveLength(1);
  });

  test('every profile, by which a resource may be validated', async () => {
    const claimed = statement.rest[0]!.resource.flatMap(({ type, supportedProfile = [] }) =>
      supportedProfile.map(url => ({ type, url })),
    );
    expect(claimed.map(({ url }) => url).sort()).toEqual(
      knownProfiles()
        .map(({ url }) => url)
        .sort(),
    );
    for (const { type, url } of [...claimed, { type: 'Patient', url: 'urn:unknown' }]) {
      const address = `/${type}/$validate?profile=${encodeURIComponent(url)}`;
      const body = examples[type] ?? { resourceType: type };
      const { issue } = (await door.send('hospital', 'POST', address, body)).json();
      const unknown = JSON.stringify(issue).includes('is not known here');
      expect(unknown, url).toBe(url === 'urn:unknown');
    }
  });

  test.each(['Patient', 'Observation', 'Encounter', 'Organization'])('every operation of %s', async type => {
    const id = `op-${type.toLowerCase()}`;
    const example = { ...(examples[type] ?? encounter), id };
    await door.put(example as never);
    const at = `/${type}/${id}`;
    const meta = { name: 'meta', valueMeta: { tag: [{ system: 'urn:t', code: 'x' }] } };
    const labels = { resourceType: 'Parameters', parameter: [meta] };
    const acts: Record<string, () => Promise<{ statusCode: number; body: string }>> = {
      validate: () => door.send('hospital', 'POST', `/${type}/$validate`, example),
      everything: () => door.ask('hospital', `${at}/$everything`),
      meta: () => door.ask('hospital', `${at}/$meta`),
      'meta-add': () => door.send('hospital', 'POST', `${at}/$meta-add`, labels),
      'meta-delete': () => door.send('hospital', 'POST', `${at}/$meta-delete`, labels),
    };
    const claimed = claimsOf(type).operation ?? [];
    expect(claimed.length).toBeGreaterThan(3);
    for (const { name } of claimed) {
      const answer = await acts[name]!();
      expect(answer.statusCode, `${name}: ${answer.body}`).toBe(200);
    }
    for (const name of Object.keys(acts).filter(name => !claimed.some(one => one.name === name)))
      expect((await acts[name]!()).statusCode, name).toBe(404);
  });

  test('every format', async () => {
    for (const format of statement.format) {
      const { body } = await door.ask('hospital', `/Patient/u1?_format=${encodeURIComponent(format)}`);
      const read = format.includes('xml') ? parseXml(body) : JSON.parse(body);
      expect(read).toMatchObject({ resourceType: 'Patient', id: 'u1' });
    }
  });

  test('every format of patches', async () => {
    const operation = {
      name: 'operation',
      part: [
        { name: 'type', valueCode: 'delete' },
        { name: 'path', valueString: 'Patient.photo' },
      ],
    };
    const bodies: Record<string, string> = {
      'application/json-patch+json': '[]',
      'application/fhir+json': JSON.stringify({ resourceType: 'Parameters', parameter: [operation] }),
      'application/fhir+xml':
        '<Parameters xmlns="http://hl7.org/fhir"><parameter><name value="operation"/><part><name value="type"/><valueCode value="delete"/></part><part><name value="path"/><valueString value="Patient.photo"/></part></parameter></Parameters>',
    };
    expect(statement.patchFormat.toSorted()).toEqual(Object.keys(bodies).sort());
    for (const format of statement.patchFormat) {
      const answer = await door.send('hospital', 'PATCH', '/Patient/u1', bodies[format]!, {
        'content-type': format,
      });
      expect(answer.statusCode, answer.body).toBe(200);
    }
  });
});

describe('R4 3.1.1: every search parameter that is claimed', () => {
  test('is answered, for every type', async () => {
    const urls = statement.rest[0]!.resource.flatMap(({ type, searchParam }) => {
      const definitions = new Map(searchParameters(type).map(one => [one.code, one]));
      return searchParam.map(
        ({ name }) => `/${type}?${name}=${encodeURIComponent(valueFor(definitions.get(name)!))}&_count=1`,
      );
    });
    expect(urls.length).toBeGreaterThan(2_000);
    expect(await each(urls, answers)).toEqual([]);
  }, 240_000);
});

test('every _include and _revinclude that is claimed is taken', async () => {
  const urls = ['Patient', 'Observation', 'Encounter'].flatMap(type => [
    ...(claimsOf(type).searchInclude ?? []).map(value => `/${type}?_include=${value}&_count=1`),
    ...(claimsOf(type).searchRevInclude ?? []).map(value => `/${type}?_revinclude=${value}&_count=1`),
  ]);
  expect(urls.length).toBeGreaterThan(100);
  expect(await each(urls, answers)).toEqual([]);
}, 60_000);
