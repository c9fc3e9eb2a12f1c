import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import type { Resource } from '@continuum/standards-fhir';
import type { Sight } from '@continuum/trust-access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Change, createStore, type Held, migrations, type Store, type Written } from './index.ts';

const all: Sight = {
  domains: ['identity', 'registry', 'medication', 'laboratory', 'imaging', 'summary', 'directive', 'journal'],
  usagers: 'any',
  refusal: 'own',
};

let database: TestDatabase;
let store: Store;
const now = new Date('2026-03-01T12:00:00Z');

beforeAll(async () => {
  database = await testDatabase([migrations]);
  store = createStore(database.record);
});
afterAll(() => database.drop());

const write = (...changes: Change[]) => database.record.transaction(tx => store.write(tx, changes, { now }));

async function written(...changes: Change[]): Promise<Written[]> {
  const outcome = await write(...changes);
  if (outcome.outcome !== 'written') throw new Error(JSON.stringify(outcome));
  return outcome.written;
}

const upsert = (resource: Resource & { id: string }, ifMatch?: number): Change => ({
  verb: 'upsert',
  resource,
  ifMatch,
});

describe('writing one resource (R4 3.1.0.8, 3.1.0.4)', () => {
  it('a created resource gets an id and comes back with the bytes that were stored', async () => {
    const resource = {
      resourceType: 'Patient',
      active: true,
      meta: { tag: [{ code: 'a' }], versionId: '9' },
    };
    const [created] = await written({ verb: 'create', resource });
    expect(created).toMatchObject({ result: 'created', version: 1, deleted: false });
    expect(created!.body).toBe(
      `{"resourceType":"Patient","id":"${created!.id}","meta":{"versionId":"1","lastUpdated":"2026-03-01T12:00:00.000Z","tag":[{"code":"a"}]},"active":true}`,
    );
    const read = await store.read(all, now, 'Patient', created!.id);
    expect(read).toMatchObject({ outcome: 'found', stored: { body: created!.body, version: 1 } });
  });

  it('each change makes a version, and the same content none', async () => {
    const patient = { resourceType: 'Patient', id: 'versions', gender: 'female' };
    expect((await written(upsert(patient)))[0]).toMatchObject({ result: 'created', version: 1 });
    expect((await written(upsert({ ...patient, meta: { versionId: '1' } })))[0]).toMatchObject({
      result: 'unchanged',
      version: 1,
    });
    const changed = { ...patient, gender: 'male' };
    expect((await written(upsert(changed)))[0]).toMatchObject({ result: 'updated', version: 2 });
    expect(await store.readVersion(all, now, 'Patient', 'versions', 1)).toMatchObject({
      outcome: 'found',
      stored: { version: 1 },
    });
    const history = await store.history(all, now, { type: 'Patient', id: 'versions' });
    expect(history.entries.map(entry => entry.version)).toEqual([2, 1]);
    expect(history.total).toBe(2);
  });

  it('a deleted resource is gone, keeps its versions, and may come back', async () => {
    const patient = { resourceType: 'Patient', id: 'deleted' };
    await written(upsert(patient));
    const deletion: Change = { verb: 'delete', type: 'Patient', id: 'deleted' };
    expect((await written(deletion))[0]).toMatchObject({ result: 'deleted', version: 2, body: '' });
    expect((await written(deletion))[0]).toMatchObject({ result: 'deleted', version: 2 });
    expect(await store.read(all, now, 'Patient', 'deleted')).toMatchObject({ outcome: 'gone', version: 2 });
    expect(await store.search(all, 'Patient', [['_id', 'deleted']], { now })).toMatchObject({ total: 0 });
    expect(await store.readVersion(all, now, 'Patient', 'deleted', 1)).toMatchObject({ outcome: 'found' });
    expect((await written(upsert(patient)))[0]).toMatchObject({ result: 'created', version: 3 });
  });

  it('deleting what never was writes nothing', async () => {
    const [nothing] = await written({ verb: 'delete', type: 'Patient', id: 'never' });
    expect(nothing).toMatchObject({ result: 'deleted', version: 0 });
    expect(await store.read(all, now, 'Patient', 'never')).toEqual({ outcome: 'not-found' });
  });
});

describe('writes that meet', () => {
  it('a change of a version that moved is refused, and nothing of its write is kept', async () => {
    await written(upsert({ resourceType: 'Patient', id: 'moved' }));
    await written(upsert({ resourceType: 'Patient', id: 'moved', active: true }, 1));
    const other = upsert({ resourceType: 'Patient', id: 'beside' });
    const late = await write(other, upsert({ resourceType: 'Patient', id: 'moved', active: false }, 1));
    expect(late.outcome).toBe('precondition-failed');
    expect(await store.read(all, now, 'Patient', 'beside')).toEqual({ outcome: 'not-found' });
  });

  it('two changes of one resource in one write are refused', async () => {
    const change = upsert({ resourceType: 'Patient', id: 'twice' });
    expect((await write(change, change)).outcome).toBe('conflict');
  });

  it('twenty writers of one id make twenty consecutive versions', async () => {
    const one = (n: number) =>
      written(
        upsert({
          resourceType: 'Observation',
          id: 'shared',
          status: 'final',
          issued: `20${10 + n}-01-01T00:00:00Z`,
        }),
      );
    const results = (await Promise.all(Array.from({ length: 20 }, (_, n) => one(n)))).flat();
    const versions = results.map(({ version }) => version).sort((a, b) => a - b);
    expect(versions).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    expect(results.filter(({ result }) => result === 'created')).toHaveLength(1);
    const history = await store.history(all, now, { type: 'Observation', id: 'shared' });
    expect(new Set(history.entries.map(({ body }) => JSON.parse(body).issued)).size).toBe(20);
  });

  it('writers who move a resource between usagers lose no version', async () => {
    const one = (n: number) =>
      written(
        upsert({
          resourceType: 'Basic',
          id: 'wandering',
          created: `20${10 + n}-01-01`,
          subject: { reference: `Patient/w${n % 3}` },
        }),
      );
    await Promise.all(Array.from({ length: 20 }, (_, n) => one(n)));
    const history = await store.history(all, now, { type: 'Basic', id: 'wandering' });
    expect(history.entries.map(({ version }) => version)).toEqual(
      Array.from({ length: 20 }, (_, n) => 20 - n),
    );
  });
});

describe('whose information it is', () => {
  it('what names a usager is theirs, and also concerns the others it names', async () => {
    const [group] = await written({
      verb: 'create',
      resource: {
        resourceType: 'Observation',
        subject: { reference: 'Patient/a' },
        focus: [{ reference: 'Patient/b' }],
      },
    });
    expect(group).toMatchObject({ usagers: ['a', 'b'] });
  });

  it('what names none belongs to those whose information it speaks of, also within one write', async () => {
    const category = [{ coding: [{ code: 'laboratory' }] }];
    const observation = {
      resourceType: 'Observation',
      id: 'spoken',
      category,
      subject: { reference: 'Patient/a' },
    };
    const target = [{ reference: 'Observation/spoken' }];
    const results = await written(
      { verb: 'create', resource: { resourceType: 'Provenance', target } },
      upsert(observation),
    );
    expect(results[0]).toMatchObject({ usagers: ['a'], domain: 'laboratory' });
    const [later] = await written({ verb: 'create', resource: { resourceType: 'Provenance', target } });
    expect(later).toMatchObject({ usagers: ['a'], domain: 'laboratory' });
  });

  it('what speaks of a resource follows it to whom it is given, in place, and what speaks of that too', async () => {
    const about = (reference: string) => ({ resourceType: 'Provenance', target: [{ reference }] });
    await written(upsert({ resourceType: 'Observation', id: 'given', subject: { reference: 'Patient/a' } }));
    const [first] = await written({ verb: 'create', resource: about('Observation/given') });
    const [second] = await written({ verb: 'create', resource: about(`Provenance/${first!.id}`) });
    await written(upsert({ resourceType: 'Observation', id: 'given', subject: { reference: 'Patient/b' } }));
    for (const { id } of [first!, second!])
      expect(await store.read(all, now, 'Provenance', id)).toMatchObject({
        stored: { usagers: ['b'], version: 1 },
      });
  });

  it('what speaks of something that comes later belongs with it once it is there', async () => {
    const target = [{ reference: 'Observation/later' }];
    const [early] = await written({ verb: 'create', resource: { resourceType: 'Provenance', target } });
    expect(early).toMatchObject({ usagers: [] });
    await written(upsert({ resourceType: 'Observation', id: 'later', subject: { reference: 'Patient/a' } }));
    expect(await store.read(all, now, 'Provenance', early!.id)).toMatchObject({ stored: { usagers: ['a'] } });
  });

  it('a deletion follows what the deleted resource spoke of', async () => {
    await written(upsert({ resourceType: 'Observation', id: 'kept', subject: { reference: 'Patient/a' } }));
    const provenance = {
      resourceType: 'Provenance',
      id: 'removed',
      target: [{ reference: 'Observation/kept' }],
    };
    await written(upsert(provenance));
    await written({ verb: 'delete', type: 'Provenance', id: 'removed' });
    await written(upsert({ resourceType: 'Observation', id: 'kept', subject: { reference: 'Patient/b' } }));
    expect(await store.read(all, now, 'Provenance', 'removed')).toMatchObject({
      outcome: 'gone',
      usagers: ['b'],
    });
  });

  it('writers of a resource and of what speaks of it, at once, end with the two together', async () => {
    const observation = (n: number) =>
      written(
        upsert({
          resourceType: 'Observation',
          id: 'raced',
          issued: `20${10 + n}-01-01T00:00:00Z`,
          subject: { reference: `Patient/r${n % 3}` },
        }),
      );
    const provenance = () =>
      written({
        verb: 'create',
        resource: { resourceType: 'Provenance', target: [{ reference: 'Observation/raced' }] },
      });
    const results = await Promise.all(
      Array.from({ length: 24 }, (_, n) => (n % 2 ? observation(n) : provenance())),
    );
    const { stored } = (await store.read(all, now, 'Observation', 'raced')) as { stored: Held };
    const provenances = results.flat().filter(({ type }) => type === 'Provenance');
    for (const { id } of provenances)
      expect(await store.read(all, now, 'Provenance', id)).toMatchObject({
        stored: { usagers: stored.usagers },
      });
  });

  it('a thousand ids in one write are as good as one', async () => {
    const changes = Array.from({ length: 1200 }, (_, n) => upsert({ resourceType: 'Basic', id: `many${n}` }));
    expect(await written(...changes)).toHaveLength(1200);
    expect((await written(...changes)).every(({ result }) => result === 'unchanged')).toBe(true);
  });

  it('a register is nobody’s', async () => {
    const [organization] = await written({
      verb: 'create',
      resource: { resourceType: 'Organization', name: 'X' },
    });
    expect(organization).toMatchObject({ usagers: [], domain: 'registry' });
  });
});
