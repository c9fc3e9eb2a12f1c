import { type Operation, operationDenied } from '@continuum/record-gate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { baseUrl, system, type TestDoor, testDoor } from '../testing/index.ts';

/** Reads what it is asked about: by instance, or by the patient that its input names. */
const names: Operation = {
  name: 'names',
  definition: 'https://continuum.health/fhir/OperationDefinition/names',
  levels: ['type', 'instance'],
  types: ['Patient'],
  affectsState: false,
  parameters: [
    { name: 'patient', min: 0, max: 1, type: 'id' },
    { name: 'count', min: 0, max: 1, type: 'positiveInt' },
    { name: 'coding', min: 0, max: 1, type: 'Coding' },
    { name: 'resource', min: 0, max: 1, type: 'Resource' },
  ],
  scopes: [{ action: 'r' }],
  async handler({ access, id, input }) {
    const outcome = await access.read('Patient', id ?? input.value<string>('patient') ?? 'none');
    if (outcome.outcome === 'denied') throw operationDenied(outcome);
    const name = outcome.outcome === 'found' ? JSON.parse(outcome.stored.body).name : [];
    const given = { count: input.value('count'), resource: input.value<object>('resource') };
    return {
      resource: { resourceType: 'Parameters', parameter: [{ name: 'return', part: [{ name, given }] }] },
    };
  },
};
/** Answers later (R4 3.1.0.12), as bulk data does. */
const later: Operation = {
  ...names,
  name: 'later',
  levels: ['system'],
  parameters: [{ name: 'since', min: 1, max: 1, type: 'instant' }],
  scopes: [{ type: '*', action: 'r' }],
  affectsState: true,
  handler: async ({ baseUrl: base, headers }) => ({
    status: 202,
    headers: { 'Content-Location': `${base}/jobs/1?${headers.prefer}` },
  }),
};

let door: TestDoor;
beforeAll(async () => {
  const actors = { narrow: system('lecteur', 'hospital-system', ['system/Observation.rs']) };
  door = await testDoor({ operations: [names, later], actors });
  for (const [id, family] of [
    ['u1', 'Tremblay'],
    ['u2', 'Gagnon'],
  ] as const)
    await door.put({ resourceType: 'Patient', id, name: [{ family }] } as never);
});
afterAll(() => door?.close());

const parameters = (...parameter: object[]) => ({ resourceType: 'Parameters', parameter });

describe('R4 3.2.0: where and how an operation is invoked', () => {
  test('on one resource by GET, and on the type by POST of Parameters', async () => {
    const one = await door.ask('physician', '/Patient/u1/$names');
    expect(one.json().parameter[0].part[0].name).toEqual([{ family: 'Tremblay' }]);
    const other = await door.send(
      'physician',
      'POST',
      '/Patient/$names',
      parameters({ name: 'patient', valueId: 'u2' }, { name: 'count', valueInteger: 3 }),
    );
    expect(other.json().parameter[0].part[0]).toMatchObject({
      name: [{ family: 'Gagnon' }],
      given: { count: 3 },
    });
  });

  test('a resource may be the body when the operation takes one', async () => {
    const resource = { resourceType: 'Observation', status: 'final' };
    const answer = await door.send('physician', 'POST', '/Patient/$names?patient=u1&count=2', resource);
    expect(answer.json().parameter[0].part[0].given).toEqual({ count: 2, resource });
  });

  test('an answer that comes later is a status and an address', async () => {
    const url = '/$later?since=2026-01-01T00:00:00Z';
    const answer = await door.send('hospital', 'POST', url, parameters(), { prefer: 'respond-async' });
    expect(answer.statusCode).toBe(202);
    expect(answer.headers['content-location']).toBe(`${baseUrl}/jobs/1?respond-async`);
    expect(answer.body).toBe('');
  });

  test.each<[string, 'GET' | 'POST' | 'PUT', string, object | undefined, number, RegExp]>([
    ['unknown on a type', 'GET', '/Patient/$nothing', undefined, 404, /no \$nothing at Patient; .*\$names/],
    ['unknown on one resource', 'POST', '/Patient/u1/$nothing', parameters(), 404, /Patient\/u1; .*\$names/],
    ['on a type that has none', 'GET', '/Basic/$names', undefined, 404, /there is /],
    ['unknown at the base', 'GET', '/$nothing', undefined, 404, /the base address; .*\$later/],
    ['no type of R4', 'GET', '/Dog/$names', undefined, 404, /Dog is not a resource type/],
    ['GET of what changes something', 'GET', '/$later', undefined, 405, /GET is not taken/],
    ['PUT', 'PUT', '/Patient/$names', parameters(), 405, /PUT is not taken/],
    [
      'an input that is not one',
      'GET',
      '/Patient/$names?nom=x',
      undefined,
      400,
      /nom is not an input .*patient, count/,
    ],
    ['an input twice', 'GET', '/Patient/$names?count=1&count=2', undefined, 400, /count may be given 1/],
    [
      'a wrong primitive',
      'GET',
      '/Patient/$names?count=0',
      undefined,
      400,
      /count=0: give a whole number, 1/,
    ],
    [
      'a complex input in a query',
      'GET',
      '/Patient/$names?coding=x',
      undefined,
      400,
      /coding is a Coding: send it/,
    ],
    [
      'a wrong type',
      'POST',
      '/Patient/$names',
      parameters({ name: 'coding', valueUri: 'x' }),
      400,
      /coding is a Coding, not a uri/,
    ],
    ['no value', 'POST', '/Patient/$names', parameters({ name: 'count' }), 400, /count: give one value/],
    [
      'no name',
      'POST',
      '/Patient/$names',
      parameters({ valueId: 'x' }),
      400,
      /parameter\[0\]\.name is missing/,
    ],
    ['a required input missing', 'POST', '/$later', parameters(), 400, /since is required/],
  ])('%s: %s %s is refused with the mend', async (_, method, url, body, status, text) => {
    const answer = await (body
      ? door.send('hospital', method as 'POST', url, body)
      : door.ask('hospital', url));
    expect(answer.statusCode, answer.body).toBe(status);
    expect(answer.json().issue[0].diagnostics).toMatch(text);
  });
});

describe('who may invoke', () => {
  test('whoever is unknown learns nothing, not even which operations there are', async () => {
    for (const url of ['/Patient/u1/$names', '/Patient/$nothing', '/$later']) {
      const answer = await door.ask('unknown', url);
      expect(answer.statusCode).toBe(401);
      expect(answer.body).not.toContain('names');
    }
    expect((await door.send('unknown', 'POST', '/$later', parameters())).statusCode).toBe(401);
    const denied = (await door.journal()).filter(({ outcome }) => outcome === 'denied');
    expect(denied.length).toBeGreaterThanOrEqual(4);
  });

  test('a token without the scope of what the operation amounts to is refused', async () => {
    const answer = await door.ask('narrow', '/Patient/u1/$names');
    expect(answer.statusCode).toBe(403);
    expect(answer.headers['www-authenticate']).toContain('system/Patient.r');
  });

  test('the gate’s denial is the operation’s, and what it reads is journalled', async () => {
    const before = (await door.journal()).length;
    expect((await door.ask('neighbour', '/Patient/u1/$names')).json().parameter[0].part[0].name).toEqual([]);
    expect((await door.journal()).slice(before)).toMatchObject([{ interaction: 'read', usager: 'u1' }]);
  });
});

describe('R4 3.1.0.11: operations in a batch', () => {
  test('an entry may invoke one; another failing does not touch it', async () => {
    const entry = [
      { request: { method: 'GET', url: 'Patient/u1/$names' } },
      {
        request: { method: 'POST', url: 'Patient/$names' },
        resource: parameters({ name: 'patient', valueId: 'u2' }),
      },
      { request: { method: 'GET', url: 'Patient/u1/$nothing' } },
    ];
    const answer = await door.send('physician', 'POST', '/', {
      resourceType: 'Bundle',
      type: 'batch',
      entry,
    });
    const entries = answer.json().entry;
    expect(entries[0].resource.parameter[0].part[0].name).toEqual([{ family: 'Tremblay' }]);
    expect(entries[1].resource.parameter[0].part[0].name).toEqual([{ family: 'Gagnon' }]);
    expect(entries[2].response.status).toBe('404 Not Found');
  });
});

describe('R4 3.1.0.6: the CapabilityStatement', () => {
  test('lists what is there, from the table that answers', async () => {
    const [rest] = (await door.ask('physician', '/metadata')).json().rest;
    expect(rest.operation).toContainEqual({ name: 'later', definition: later.definition });
    const operations = (type: string) =>
      rest.resource.find((r: { type: string }) => r.type === type).operation ?? [];
    expect(operations('Patient')).toContainEqual({ name: 'names', definition: names.definition });
    expect(operations('Basic')).not.toContainEqual({ name: 'names', definition: names.definition });
  });
});
