import { patient, refusal, result } from '@continuum/record-gate/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BulkDoor, bulkDoor } from './testing/bulk-door.ts';

let bulk: BulkDoor;
beforeAll(async () => {
  bulk = await bulkDoor();
  const { put } = bulk.door;
  for (const id of ['u1', 'u2', 'u3']) await put(patient(id));
  await put({ resourceType: 'Organization', id: 'clinic', name: 'Clinique' } as never);
  await put(result('o1', 'u1', '2024-05-01'));
  await put(result('o1-late', 'u1', '2026-05-01'));
  await put(result('o2', 'u2', '2024-05-01', { performer: [{ reference: 'Patient/u3' }] }));
  await put(result('o3', 'u3', '2024-05-01'));
  const member = ['u1', 'u2'].map(id => ({ entity: { reference: `Patient/${id}` } }));
  const group = { resourceType: 'Group', id: 'g', type: 'person', actual: true, member };
  await put(group as never);
});
afterAll(() => bulk?.door.close());

describe('Bulk Data Access 2.0: what is exported', () => {
  it.each([
    [
      '/$export?_type=Patient,Observation,Organization',
      'Observation/o1 Observation/o1-late Observation/o2 Observation/o3 Organization/clinic Patient/u1 Patient/u2 Patient/u3',
    ],
    [
      '/Patient/$export',
      'Group/g Observation/o1 Observation/o1-late Observation/o2 Observation/o3 Patient/u1 Patient/u2 Patient/u3',
    ],
    [
      '/Group/g/$export?_type=Patient,Observation',
      'Observation/o1 Observation/o1-late Observation/o2 Patient/u1 Patient/u2',
    ],
    [
      '/Patient/$export?_type=Observation&_typeFilter=Observation%3Fdate%3Dge2026,Observation%3F_id%3Do3',
      'Observation/o1-late Observation/o3',
    ],
    ['/$export?_type=Organization&_outputFormat=ndjson', 'Organization/clinic'],
  ])('%s', async (path, expected) => {
    const { manifest, all } = await bulk.exported('hospital', path);
    expect(all.filter(one => !one.startsWith('Provenance/')).join(' ')).toBe(expected);
    expect(manifest).toMatchObject({ requiresAccessToken: true, deleted: [], error: [] });
    expect(manifest.request).toContain('/$export');
  });

  it('the patients that a POST names, and no others', async () => {
    const parameter = [
      { name: '_type', valueString: 'Observation' },
      { name: 'patient', valueReference: { reference: 'Patient/u1' } },
    ];
    const answer = await bulk.door.send(
      'hospital',
      'POST',
      '/Patient/$export',
      { resourceType: 'Parameters', parameter },
      { prefer: 'respond-async' },
    );
    const manifest = await bulk.finished('hospital', String(answer.headers['content-location']));
    const ids = (await bulk.lines('hospital', manifest.output[0]!.url)).map(({ id }) => id);
    expect(ids).toEqual(['o1', 'o1-late']);
  });

  it('since a moment: what changed after it, and what was deleted', async () => {
    const before = await bulk.exported('hospital', '/$export?_type=Observation');
    await bulk.door.put({ ...result('o1', 'u1', '2024-05-01'), status: 'amended' } as never);
    await bulk.door.put(result('doomed', 'u1', '2024-05-01'));
    await bulk.door.ask('hospital', '/Observation/doomed', 'DELETE');
    const since = encodeURIComponent(before.manifest.transactionTime);
    const { manifest, all } = await bulk.exported('hospital', `/$export?_type=Observation&_since=${since}`);
    expect(all).toEqual(['Observation/o1']);
    const deleted = await bulk.lines('hospital', manifest.deleted[0]!.url);
    expect(deleted).toEqual([
      {
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [{ request: { method: 'DELETE', url: 'Observation/doomed' } }],
      },
    ]);
  });

  it('a file is what was, whatever changes after', async () => {
    const manifest = await bulk.finished(
      'hospital',
      await bulk.kickOff('hospital', '/$export?_type=Organization'),
    );
    await bulk.door.put({ resourceType: 'Organization', id: 'clinic', name: 'Clinique du Nord' } as never);
    const [line] = await bulk.lines('hospital', manifest.output[0]!.url);
    expect(line).toMatchObject({ name: 'Clinique' });
  });

  it('a file is NDJSON, and is not compressed unless asked', async () => {
    const manifest = await bulk.finished(
      'hospital',
      await bulk.kickOff('hospital', '/$export?_type=Patient'),
    );
    const plain = await bulk.fetchAs('hospital', manifest.output[0]!.url);
    expect(plain.headers['content-type']).toContain('application/fhir+ndjson');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.body.split('\n').map(line => line && JSON.parse(line).id)).toEqual(['u1', 'u2', 'u3', '']);
  });
});

describe('what is not understood', () => {
  it.each([
    ['/$export', {}, /respond-async/],
    [
      '/$export?_outputFormat=application/fhir%2Bparquet',
      {},
      /_outputFormat=.*only application\/fhir\+ndjson/,
    ],
    ['/$export?_elements=id', {}, /_elements is not supported; whole resources/],
    ['/$export?_type=Dog', {}, /_type=Dog: it is not a resource type/],
    ['/$export?_typeFilter=code', {}, /_typeFilter=code: write Type\?parameter=value/],
    ['/$export?_typeFilter=Observation%3Fcolour%3Dx', {}, /no search parameter colour/],
    ['/$export?_typeFilter=Observation%3F_sort%3Ddate', {}, /_sort arranges a result/],
    ['/$export?_type=Patient&_typeFilter=Observation%3Fcode%3Dx', {}, /Observation is not among the types/],
    ['/$export?_since=yesterday', {}, /_since/],
  ])('%s is refused with the mend', async (path, _, text) => {
    const prefer = path === '/$export' ? {} : { prefer: 'respond-async' };
    const answer = await bulk.door.ask('hospital', path, 'GET', prefer);
    expect(answer.statusCode, answer.body).toBe(400);
    expect(answer.json().issue[0].diagnostics).toMatch(text);
  });

  it('under lenient handling, what may be left out is, and the manifest says so', async () => {
    const headers = { prefer: 'respond-async, handling=lenient' };
    const { manifest, all } = await bulk.exported(
      'hospital',
      '/$export?_type=Organization,Dog&_elements=id',
      headers,
    );
    expect(all).toEqual(['Organization/clinic']);
    const remarks = await bulk.lines('hospital', manifest.error[0]!.url);
    expect(JSON.stringify(remarks)).toMatch(/_elements is not supported.*_type=Dog/);
  });
});

describe('who may export', () => {
  const prefer = { prefer: 'respond-async' };

  it.each([
    ['unknown', '/$export', 401],
    ['physician', '/$export', 403],
    ['laboratory', '/Patient/$export', 403],
    ['owner', '/Patient/$export', 403],
    ['narrow', '/$export?_type=Organization', 403],
    ['narrow', '/$export?_typeFilter=Observation%3Fsubject.name%3Dx', 403],
    ['hospital', '/Group/nobody/$export', 404],
  ])('%s at %s: %i', async (actor, path, status) => {
    expect((await bulk.door.ask(actor, path, 'GET', prefer)).statusCode).toBe(status);
  });

  it('a token of two types takes those two', async () => {
    const { manifest } = await bulk.exported('narrow', '/$export');
    expect(manifest.output.map(({ type }) => type)).toEqual(['Observation', 'Patient']);
  });

  it('an export is its client’s alone: for others it is not there', async () => {
    const status = await bulk.kickOff('hospital', '/$export?_type=Patient');
    const manifest = await bulk.finished('hospital', status);
    for (const url of [status, manifest.output[0]!.url]) {
      expect((await bulk.fetchAs('other', url)).statusCode).toBe(404);
      expect((await bulk.fetchAs('unknown', url)).statusCode).toBe(401);
    }
    expect((await bulk.fetchAs('other', status, 'DELETE')).statusCode).toBe(404);
    expect((await bulk.fetchAs('hospital', status)).statusCode).toBe(200);
  });
});

describe('refusals, at export and again at download (P-9.0001)', () => {
  it('what is refused before the export is not in it; a Group is exported without its refusing member’s care', async () => {
    await bulk.door.put(refusal('u2') as never);
    const { all } = await bulk.exported('hospital', '/Group/g/$export?_type=Patient,Observation');
    expect(all).toEqual(['Observation/o1', 'Observation/o1-late', 'Patient/u1', 'Patient/u2']);
    const others = await bulk.door.ask('other', '/Group/g/$export', 'GET', { prefer: 'respond-async' });
    expect(others.statusCode).toBe(404);
    await bulk.door.put({ ...refusal('u2'), status: 'inactive' } as never);
  });

  it.each([
    ['everything', refusal('u1'), ['o2', 'o3']],
    ['what was collected before a day', refusal('u1', '2025-01-01'), ['o1-late', 'o2', 'o3']],
    ['everything, by somebody whom a resource also concerns', refusal('u3'), ['o1', 'o1-late']],
  ])(
    'a refusal of %s, recorded after the export, takes its lines from the file',
    async (_, consent, left) => {
      const manifest = await bulk.finished(
        'hospital',
        await bulk.kickOff('hospital', '/$export?_type=Observation'),
      );
      const url = manifest.output[0]!.url;
      expect((await bulk.lines('hospital', url)).map(({ id }) => id)).toEqual(['o1', 'o1-late', 'o2', 'o3']);
      await bulk.door.put(consent as never);
      expect((await bulk.lines('hospital', url)).map(({ id }) => id)).toEqual(left);
      await bulk.door.put({ ...consent, status: 'inactive' } as never);
    },
  );
});

describe('the journal', () => {
  const since = async (before: number) =>
    (await bulk.door.journal()).slice(before).filter(({ interaction }) => interaction === 'export');

  it('has the request, then each usager of a file before it is announced, then again at each download', async () => {
    const before = (await bulk.door.journal()).length;
    const status = await bulk.kickOff('hospital', '/Patient/$export?_type=Observation');
    const [request] = await since(before);
    expect(JSON.parse(request!.entry)).toMatchObject({ outcome: 'success', purpose: { of: 'TREAT' } });
    expect(JSON.parse(request!.entry).query.text).toBe('/Patient/$export?_type=Observation');
    const manifest = await bulk.finished('hospital', status);
    const usagers = (entries: { usager: string | null }[]) =>
      entries.flatMap(({ usager }) => usager ?? []).sort();
    const announced = await since(before);
    expect(usagers(announced)).toEqual(['u1', 'u2', 'u3']);
    const count = (await bulk.door.journal()).length;
    await bulk.lines('hospital', manifest.output[0]!.url);
    const downloaded = await since(count);
    expect(usagers(downloaded)).toEqual(['u1', 'u2', 'u3']);
    const ofU1 = downloaded.find(({ usager }) => usager === 'u1')!;
    expect(JSON.parse(ofU1.entry)).toMatchObject({ counts: { Observation: 2 }, domains: ['laboratory'] });
  });

  it('does not tell of a disclosure to who is not in the file any more', async () => {
    const manifest = await bulk.finished(
      'hospital',
      await bulk.kickOff('hospital', '/$export?_type=Observation'),
    );
    await bulk.door.put(refusal('u1') as never);
    const count = (await bulk.door.journal()).length;
    await bulk.lines('hospital', manifest.output[0]!.url);
    expect((await since(count)).map(({ usager }) => usager)).not.toContain('u1');
    await bulk.door.put({ ...refusal('u1'), status: 'inactive' } as never);
  });
});

describe('the life of an export', () => {
  it('waits its turn when its client has two under way: 429 until one is done or removed', async () => {
    const running = [await bulk.kickOff('other', '/$export'), await bulk.kickOff('other', '/$export')];
    const third = await bulk.door.ask('other', '/$export', 'GET', { prefer: 'respond-async' });
    expect(third.statusCode).toBe(429);
    expect(third.headers['retry-after']).toBeDefined();
    const progress = await bulk.fetchAs('other', running[0]!);
    expect(progress.statusCode).toBe(202);
    expect(progress.headers).toMatchObject({
      'retry-after': '2',
      'x-progress': expect.stringMatching(/types listed/),
    });
    for (const status of running)
      expect((await bulk.fetchAs('other', status, 'DELETE')).statusCode).toBe(202);
    const { all } = await bulk.exported('other', '/$export?_type=Organization');
    expect(all).toEqual(['Organization/clinic']);
    const left = await bulk.door.database.asOwner('SELECT DISTINCT export::text FROM record.export_line');
    for (const status of running) expect(left).not.toContainEqual({ export: status.split('/').at(-1) });
  });

  it('ends with DELETE: nothing of it is left', async () => {
    const status = await bulk.kickOff('hospital', '/$export?_type=Patient');
    const manifest = await bulk.finished('hospital', status);
    expect((await bulk.fetchAs('hospital', status, 'DELETE')).statusCode).toBe(202);
    for (const url of [status, manifest.output[0]!.url])
      expect((await bulk.fetchAs('hospital', url)).statusCode).toBe(404);
    const id = status.split('/').at(-1);
    expect(
      await bulk.door.database.asOwner('SELECT FROM record.export_line WHERE export = $1', [id]),
    ).toEqual([]);
  });

  it('ends after its time', async () => {
    const status = await bulk.kickOff('hospital', '/$export?_type=Patient');
    await bulk.finished('hospital', status);
    bulk.state.now = new Date(Date.now() + 25 * 3_600_000);
    expect((await bulk.fetchAs('hospital', status)).statusCode).toBe(404);
    bulk.state.now = undefined;
  });

  it('fails with a sentence when its client may not connect any more', async () => {
    const system = bulk.systems.get('autre-demo');
    bulk.systems.set('autre-demo', undefined);
    const status = await bulk.kickOff('other', '/$export?_type=Patient');
    await expect(bulk.finished('other', status)).rejects.toThrow(/may not connect any more/);
    bulk.systems.set('autre-demo', system);
  });
});
