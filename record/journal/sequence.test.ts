import { appendFile, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { entryLeaf, rootOf } from '@continuum/trust-audit';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readHeads } from './heads-file.ts';
import { startSequencer } from './sequencer.ts';
import { access, type Bench, openBench } from './testing.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.drop());

const some = (count: number, usager = 'u') =>
  Array.from({ length: count }, (_, i) => access(usager, String(i)));

describe('the sequencer', () => {
  it('numbers what is committed and signs the root of all the entries’ texts', async () => {
    await bench.journal.append(some(5));
    await bench.sequenceAll();
    await bench.journal.append(some(3));
    const { head, numbered } = await bench.sequenceAll();
    const rows = await bench.database.asOwner<{ entry: string }>(
      'SELECT j.entry FROM record.journal_leaf l JOIN record.journal j ON j.id = l.entry ORDER BY seq',
    );
    expect(numbered).toBe(3);
    expect(head).toMatchObject({
      size: 8,
      root: rootOf(rows.map(({ entry }) => entryLeaf(entry))).toString('base64'),
    });
    expect(await bench.journal.verify()).toMatchObject({ ok: true, size: 8, heads: 2, tail: { entries: 0 } });
  });

  it('has nothing to do when nothing came', async () => {
    expect(await bench.journal.sequence()).toEqual({ numbered: 0, head: undefined });
  });

  it('misses no entry that is committed after others with a later time', async () => {
    let open: () => void = () => undefined;
    const opened = new Promise<void>(resolve => {
      open = resolve;
    });
    let finish: () => void = () => undefined;
    const finished = new Promise<void>(resolve => {
      finish = resolve;
    });
    const slow = bench.database.record.transaction(async tx => {
      await bench.journal.appendWithin(tx, [{ ...access('late'), at: '2026-11-01T00:00:00.000Z' }]);
      open();
      await finished;
    });
    await opened;
    await bench.journal.append(some(4));
    expect((await bench.journal.sequence()).numbered).toBe(0);
    expect((await bench.journal.verify()).tail.entries).toBe(4);
    finish();
    await slow;
    expect((await bench.sequenceAll()).numbered).toBe(5);
    expect(await bench.journal.verify()).toMatchObject({ ok: true, size: 5 });
  });

  it('numbers each entry once when several processes append and number at the same time', async () => {
    const journals = [bench.journal, bench.again(), bench.again()];
    const work = journals.flatMap(journal =>
      Array.from({ length: 20 }, async () => {
        await journal.append(some(3));
        await journal.sequence();
      }),
    );
    await Promise.all(work);
    await bench.sequenceAll();
    expect(await bench.journal.verify()).toMatchObject({ ok: true, size: 180, tail: { entries: 0 } });
  });

  it('goes on in a restored copy, where transaction numbers mean nothing', async () => {
    await bench.journal.append(some(4));
    await bench.sequenceAll();
    await bench.journal.append(some(2));
    await bench.database.asOwner(
      `UPDATE record.journal_head SET cluster = 'the old one', horizon = '9000000000'`,
    );
    await bench.database.asOwner(
      `UPDATE record.journal SET transaction = (transaction::text::bigint + 8999999990)::text::xid8`,
    );
    await bench.journal.append(some(3, 'after'));
    expect((await bench.sequenceAll()).numbered).toBe(5);
    expect(await bench.journal.verify()).toMatchObject({ ok: true, size: 9, tail: { entries: 0 } });
  });

  it('publishes each head in the file, also one that a killed process left unpublished', async () => {
    await bench.journal.append(some(2));
    await bench.sequenceAll();
    const file = join(bench.data, 'journal', 'heads.jsonl');
    await appendFile(file, '{"size":99,"roo');
    await bench.journal.append(some(2));
    await bench.sequenceAll();
    expect((await readHeads(bench.data)).map(({ size }) => size)).toEqual([2, 4]);
    expect(await readFile(file, 'utf8')).not.toContain('privateKey');
    expect(await bench.journal.verify()).toMatchObject({ ok: true, heads: 2 });
  });

  it('keeps its private key to itself', async () => {
    await bench.journal.append(some(1));
    await bench.sequenceAll();
    const { mode } = await stat(join(bench.data, 'keys', 'journal.jwk'));
    expect(mode & 0o777).toBe(0o600);
    const shown = JSON.parse(await readFile(join(bench.data, 'journal', 'public-key.jwk'), 'utf8'));
    expect(shown).toMatchObject({ kty: 'OKP', crv: 'Ed25519' });
    expect(shown.d).toBeUndefined();
  });

  it('run on its own numbers what comes, and stops when told', async () => {
    await bench.journal.append(some(2));
    const sequencer = startSequencer({ journal: bench.journal, everyMs: 5, log: pino({ level: 'silent' }) });
    await vi.waitFor(async () => expect((await bench.journal.verify()).size).toBe(2), { timeout: 15_000 });
    await sequencer.stop();
    await bench.journal.append(some(1));
    expect((await bench.journal.verify()).tail.entries).toBe(1);
  });
});
