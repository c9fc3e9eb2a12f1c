import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { patient, refusal, result, type TestDoor, testDoor } from '../testing/index.ts';

const tag = (code: string, display?: string) => ({
  system: 'urn:test',
  code,
  ...(display ? { display } : {}),
});
const parameters = (meta: object) => ({
  resourceType: 'Parameters',
  parameter: [{ name: 'meta', valueMeta: meta }],
});

let door: TestDoor;
beforeAll(async () => {
  door = await testDoor();
  for (const id of ['u1', 'u2']) await door.put(patient(id));
  await door.put(result('o1', 'u1', '2026-01-01', { meta: { tag: [tag('old')] } }), 'laboratory');
  await door.put(result('o2', 'u2', '2026-01-01'), 'hospital');
  await door.put(result('o3', 'u2', '2026-01-01'), 'laboratory');
  await door.put(refusal('u2'));
});
afterAll(() => door?.close());

const change = (actor: string, url: string, meta: object) => door.send(actor, 'POST', url, parameters(meta));
const returned = (answer: { json(): { parameter: { valueMeta: object }[] } }) =>
  answer.json().parameter[0]!.valueMeta;

describe('R4 Resource $meta, $meta-add, $meta-delete', () => {
  test('labels are sets: added once, found by searches, taken away, and the version stays', async () => {
    const before = (await door.ask('laboratory', '/Observation/o1')).json();
    const added = await change('laboratory', '/Observation/o1/$meta-add', {
      tag: [tag('old', 'again'), tag('new'), tag('new', 'twice')],
      security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }],
    });
    expect(added.statusCode, added.body).toBe(200);
    const { versionId, lastUpdated } = before.meta;
    expect(returned(added)).toMatchObject({ versionId, lastUpdated, tag: [tag('old'), tag('new')] });
    const after = await door.ask('laboratory', '/Observation/o1');
    expect(after.json()).toEqual({ ...before, meta: returned(added) });
    expect(after.headers.etag).toBe('W/"1"');
    const found = async (code: string) =>
      (await door.ask('laboratory', `/Observation?_tag=urn:test|${code}&_total=accurate`)).json().total;
    expect(await found('new')).toBe(1);
    const removed = await change('laboratory', '/Observation/o1/$meta-delete', {
      tag: [tag('new'), tag('none')],
    });
    expect(returned(removed)).toMatchObject({ tag: [tag('old')], security: [{ code: 'R' }] });
    expect(await found('new')).toBe(0);
    expect(returned(await door.ask('laboratory', '/Observation/o1/$meta'))).toEqual(returned(removed));
    const history = (await door.ask('laboratory', '/Observation/o1/_history')).json();
    expect(history.total).toBe(1);
  });

  test('the usager’s journal says who labelled what', async () => {
    const before = (await door.journal()).length;
    await change('laboratory', '/Observation/o1/$meta-add', { profile: ['http://example.org/p'] });
    const [entry, ...more] = (await door.journal()).slice(before);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ interaction: 'meta-add', outcome: 'success', usager: 'u1' });
    expect(entry!.entry).toContain('http://example.org/p');
  });

  test.each<[string, string, string, object, number, RegExp]>([
    ['a reader', 'physician', 'o1', { tag: [tag('x')] }, 403, /no access to that part/],
    ['another source', 'hospital', 'o1', { tag: [tag('x')] }, 403, /only who sent it/],
    ['nobody known', 'unknown', 'o1', { tag: [tag('x')] }, 401, /Sign in/],
    ['of what is not there', 'laboratory', 'none', { tag: [tag('x')] }, 404, /no Observation\/none/],
    ['of what a refusal hides', 'laboratory', 'o3', { tag: [tag('x')] }, 404, /no Observation\/o3/],
    ['nothing', 'laboratory', 'o1', { source: 'urn:x' }, 400, /give a profile, a tag/],
    ['what is no Meta', 'laboratory', 'o1', { tag: ['x'] }, 400, /./],
  ])('%s adds nothing', async (_, actor, id, meta, status, text) => {
    const answer = await change(actor, `/Observation/${id}/$meta-add`, meta);
    expect(answer.statusCode, answer.body).toBe(status);
    expect(answer.json().issue[0].diagnostics).toMatch(text);
    const [row] = await door.database.asOwner<{ n: number }>(
      'SELECT count(*)::int AS n FROM record.resource WHERE body LIKE \'%"code":"x"%\'',
    );
    expect(row!.n).toBe(0);
  });
});
