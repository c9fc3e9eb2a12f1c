import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toCursor } from './cursor.ts';
import { createStore, migrations, type ReceivedDeposit, type Store } from './index.ts';

let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await testDatabase([migrations]);
  store = createStore(database.record);
});
beforeEach(() => database.asOwner('TRUNCATE record.deposit'));
afterAll(() => database.drop());

const bytes = (text: string) => new TextEncoder().encode(text);
const message = (more: Partial<ReceivedDeposit> = {}): ReceivedDeposit => ({
  source: 'labo-demo',
  format: 'hl7v2',
  contentType: 'x-application/hl7-v2+er7',
  key: 'MSG1',
  bytes: bytes('MSH|^~\\&|é\r'),
  received: new Date('2026-03-01T12:00:00Z'),
  actor: { id: 'Device/labo-demo' },
  origin: { channel: 'mllp' },
  ...more,
});

describe('originals', () => {
  it('are kept byte for byte', async () => {
    const { deposit, replayed } = await store.keepDeposit(message());
    expect(replayed).toBe(false);
    const kept = await store.readDeposit(deposit.id);
    expect(kept!.deposit).toMatchObject({ state: 'received', source: 'labo-demo', key: 'MSG1' });
    expect(Buffer.from(kept!.bytes!)).toEqual(Buffer.from(bytes('MSH|^~\\&|é\r')));
  });

  it('a replay is the deposit that stands, also when ten arrive at once', async () => {
    const ten = await Promise.all(Array.from({ length: 10 }, () => store.keepDeposit(message())));
    expect(new Set(ten.map(({ deposit }) => deposit.id)).size).toBe(1);
    expect(ten.filter(({ replayed }) => !replayed)).toHaveLength(1);
  });

  it.each<[string, Partial<ReceivedDeposit>]>([
    ['other bytes', { bytes: bytes('MSH|other') }],
    ['another key', { key: 'MSG2' }],
    ['another source', { source: 'hopital-demo' }],
  ])('the same message with %s is a new deposit', async (_, difference) => {
    const first = await store.keepDeposit(message());
    const second = await store.keepDeposit(message(difference));
    expect(second.replayed).toBe(false);
    expect(second.deposit.id).not.toBe(first.deposit.id);
  });

  it('what is told of them may quote a NUL, which the database cannot keep', async () => {
    const { deposit } = await store.keepDeposit(message({ request: { url: 'Patient/\0' } }));
    const issues = [{ diagnostics: '“2024\0” is not a date, nor is “\\u0000”.' }];
    await store.settleDeposit(deposit.id, { state: 'unusable', issues, settled: new Date() });
    expect((await store.readDeposit(deposit.id))!.deposit.issues).toEqual([
      { diagnostics: '“2024\ufffd” is not a date, nor is “\\u0000”.' },
    ]);
  });

  it('or half of a pair of surrogates, where what is quoted was cut', async () => {
    const { deposit } = await store.keepDeposit(message({ request: { url: 'Patient/\ud83d' } }));
    const issues = [{ diagnostics: `"${'code 😀'.slice(0, 6)}" is not a code, nor is "\\ud83d".` }];
    await store.settleDeposit(deposit.id, { state: 'unusable', issues, settled: new Date() });
    expect((await store.readDeposit(deposit.id))!.deposit.issues).toEqual([
      { diagnostics: '"code \ufffd" is not a code, nor is "\\ud83d".' },
    ]);
  });

  it('without a key each reception is a deposit of its own', async () => {
    const first = await store.keepDeposit(message({ key: undefined }));
    const second = await store.keepDeposit(message({ key: undefined }));
    expect(second.deposit.id).not.toBe(first.deposit.id);
  });

  it('that lie elsewhere are not stored twice', async () => {
    const { deposit } = await store.keepDeposit(message({ location: 'orthanc:1' }));
    expect(await store.readDeposit(deposit.id)).toEqual({
      deposit: expect.objectContaining({ location: 'orthanc:1' }),
    });
  });

  it('nothing is kept under what is not an id', async () => {
    expect(await store.readDeposit("x' OR true")).toBeUndefined();
  });
});

describe('what became of them', () => {
  it('those that a crash left behind are found until they are settled', async () => {
    const { deposit } = await store.keepDeposit(message());
    const later = new Date('2026-03-01T12:01:00Z');
    expect((await store.pendingDeposits(later)).map(({ id }) => id)).toEqual([deposit.id]);
    expect(await store.pendingDeposits(new Date('2026-03-01T11:00:00Z'))).toEqual([]);
    const claim = { patient: { resourceType: 'Patient' } };
    await store.settleDeposit(deposit.id, { state: 'waiting', reason: 'no-nam', claim, settled: later });
    expect(await store.pendingDeposits(later)).toEqual([]);
    const { deposits, total } = await store.listDeposits({ state: 'waiting' });
    expect(total).toBe(1);
    expect(deposits[0]).toMatchObject({ id: deposit.id, reason: 'no-nam', claim, settled: later });
  });

  it('a work list is paged, oldest first', async () => {
    const keys = ['a', 'b', 'c', 'd', 'e'];
    for (const [at, key] of keys.entries())
      await store.keepDeposit(message({ key, received: new Date(Date.UTC(2026, 0, at + 1)) }));
    const seen: (string | undefined)[] = [];
    for (let cursor: string | undefined, page = 0; page < 5; page++) {
      const { deposits, next, total } = await store.listDeposits({ state: 'received', count: 2, cursor });
      expect(total).toBe(5);
      seen.push(...deposits.map(({ key }) => key));
      cursor = next;
      if (!next) break;
    }
    expect(seen).toEqual(keys);
  });

  it('a work list takes a cursor that somebody made up as absent, and keeps a key with what text cannot hold', async () => {
    const { deposit } = await store.keepDeposit(message({ key: 'S\0IL' }));
    expect((await store.keepDeposit(message({ key: 'S\0IL' }))).replayed).toBe(true);
    for (const position of [
      ['a', 'b'],
      [1e300, deposit.id],
      [1, 'b'],
    ]) {
      const { deposits } = await store.listDeposits({ state: 'received', cursor: toCursor(position) });
      expect(deposits.map(({ id }) => id)).toContain(deposit.id);
    }
  });

  it('no role of the server deletes an original', async () => {
    await expect(database.record.query('DELETE FROM record.deposit')).rejects.toThrow(/permission denied/);
    await expect(database.record.query('DELETE FROM record.version')).rejects.toThrow(/permission denied/);
    await expect(database.record.query('UPDATE record.version SET body = body')).rejects.toThrow(
      /permission denied/,
    );
  });
});
