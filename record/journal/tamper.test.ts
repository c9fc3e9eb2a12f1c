import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { entryLeaf } from '@continuum/trust-audit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { access, type Bench, openBench } from './testing.ts';

let bench: Bench;
let ids: string[];

/** Twelve entries under three heads, and their ids in the order of the tree. */
beforeEach(async () => {
  bench = await openBench();
  for (let head = 0; head < 3; head += 1) {
    // One transaction: numbered in one pass, whatever other tests hold back.
    await bench.journal.append([0, 1, 2, 3].map(i => access('u', `${head}-${i}`)));
    await bench.sequenceAll();
  }
  const leaves = await bench.database.asOwner<{ entry: string }>(
    'SELECT entry FROM record.journal_leaf ORDER BY seq',
  );
  ids = leaves.map(({ entry }) => entry);
  expect(await bench.journal.verify()).toMatchObject({ ok: true, size: 12, heads: 3, broken: [] });
});
afterEach(() => bench.drop());

const sql = (text: string, values?: unknown[]) => bench.database.asOwner(text, values);
const broken = async () => (await bench.journal.verify()).broken;

/** A forged text under the same id, with every hash that can be computed from it. */
async function forge(id: string, columns = true): Promise<void> {
  const [row] = await bench.database.asOwner<{ entry: string }>(
    'SELECT entry FROM record.journal WHERE id = $1',
    [id],
  );
  const text = row!.entry.replace('Dre Anne Roy', 'Quelqu’un d’autre');
  await sql('UPDATE record.journal SET entry = $2, leaf = $3 WHERE id = $1', [id, text, entryLeaf(text)]);
  if (columns) await sql('UPDATE record.journal_leaf SET leaf = $2 WHERE entry = $1', [id, entryLeaf(text)]);
}

describe('what the owner of the database does behind the server’s back is found and named', () => {
  it('an entry’s text was changed', async () => {
    await sql(`UPDATE record.journal SET entry = replace(entry, 'TREAT', 'PATRQT') WHERE id = $1`, [ids[5]]);
    expect(await broken()).toMatchObject([{ kind: 'changed', entry: ids[5], seq: 5 }]);
  });

  it('an entry’s text and its hash were changed', async () => {
    await forge(ids[5]!, false);
    expect(await broken()).toMatchObject([{ kind: 'changed', entry: ids[5], seq: 5 }]);
  });

  it('an entry was changed with every hash of it: the signed root no longer fits', async () => {
    await forge(ids[5]!);
    expect(await broken()).toMatchObject([{ kind: 'changed', seq: 4 }]);
  });

  it.each(['usager', 'actor'])('an entry was hidden from a list by its column %s', async column => {
    await sql(`UPDATE record.journal SET ${column} = 'nobody' WHERE id = $1`, [ids[2]]);
    expect(await broken()).toMatchObject([{ kind: 'changed', entry: ids[2], seq: 2 }]);
  });

  it('an entry was moved to another day', async () => {
    await sql(`UPDATE record.journal SET at = at - interval '400 days' WHERE id = $1`, [ids[2]]);
    expect(await broken()).toMatchObject([{ kind: 'changed', entry: ids[2], seq: 2 }]);
  });

  it('an entry was deleted', async () => {
    await sql('DELETE FROM record.journal WHERE id = $1', [ids[7]]);
    expect(await broken()).toMatchObject([{ kind: 'deleted', entry: ids[7], seq: 7 }]);
  });

  it('an entry was deleted with its leaf', async () => {
    await sql('DELETE FROM record.journal WHERE id = $1', [ids[7]]);
    await sql('DELETE FROM record.journal_leaf WHERE entry = $1', [ids[7]]);
    expect(await broken()).toMatchObject([{ kind: 'deleted', seq: 7 }]);
  });

  it('the last entries were deleted with their leaves and their heads: the file still has the head', async () => {
    await sql('DELETE FROM record.journal WHERE id = ANY($1)', [ids.slice(8)]);
    await sql('DELETE FROM record.journal_leaf WHERE seq >= 8');
    await sql('DELETE FROM record.journal_head WHERE size > 8');
    expect(await broken()).toMatchObject([{ kind: 'deleted', seq: 8 }]);
  });

  it('everything was deleted', async () => {
    await sql('TRUNCATE record.journal, record.journal_leaf, record.journal_head');
    expect(await broken()).toMatchObject([{ kind: 'deleted', seq: 0 }]);
  });

  const copy = `INSERT INTO record.journal (id, at, usager, actor, entry, leaf, transaction)
    SELECT '0190a0b0-0000-7000-8000-00000000000b', at, usager, actor,
      replace(entry, id::text, '0190a0b0-0000-7000-8000-00000000000b'), leaf, transaction
    FROM record.journal WHERE id = $1`;
  const forged = '0190a0b0-0000-7000-8000-00000000000b';

  it('an entry was put among those already numbered', async () => {
    await sql(copy, [ids[3]]);
    expect(await broken()).toMatchObject([{ kind: 'inserted', entry: forged }]);
  });

  it('an entry was put in with its hash and a place in the tree', async () => {
    await sql(copy, [ids[5]]);
    const [row] = await bench.database.asOwner<{ entry: string }>(
      'SELECT entry FROM record.journal WHERE id = $1',
      [forged],
    );
    const leaf = entryLeaf(row!.entry);
    await sql('UPDATE record.journal SET leaf = $2 WHERE id = $1', [forged, leaf]);
    await sql('UPDATE record.journal_leaf SET seq = -seq - 1 WHERE seq >= 6');
    await sql('UPDATE record.journal_leaf SET seq = -seq WHERE seq < 0');
    await sql('INSERT INTO record.journal_leaf (seq, entry, leaf) VALUES (6, $1, $2)', [forged, leaf]);
    expect(await broken()).toMatchObject([{ kind: 'inserted', entry: forged, seq: 6 }]);
  });

  it('an entry was added to the end of the tree', async () => {
    await sql(copy, [ids[5]]);
    const [row] = await bench.database.asOwner<{ entry: string }>(
      'SELECT entry FROM record.journal WHERE id = $1',
      [forged],
    );
    await sql('INSERT INTO record.journal_leaf (seq, entry, leaf) VALUES (12, $1, $2)', [
      forged,
      entryLeaf(row!.entry),
    ]);
    expect(await broken()).toMatchObject([{ kind: 'inserted', entry: forged, seq: 12 }]);
  });

  it('two entries were exchanged in the tree', async () => {
    await sql('UPDATE record.journal_leaf SET seq = 100 WHERE seq = 5');
    await sql('UPDATE record.journal_leaf SET seq = 5 WHERE seq = 6');
    await sql('UPDATE record.journal_leaf SET seq = 6 WHERE seq = 100');
    expect(await broken()).toMatchObject([{ kind: 'reordered', entry: ids[6], seq: 5 }]);
  });

  it('two entries’ texts were exchanged', async () => {
    const exchange = `UPDATE record.journal a SET entry = b.entry FROM record.journal b
      WHERE (a.id = $1 AND b.id = $2) OR (a.id = $2 AND b.id = $1)`;
    await sql(exchange, [ids[1], ids[2]]);
    expect(await broken()).toMatchObject([
      { kind: 'reordered', entry: ids[1], seq: 1 },
      { kind: 'reordered', entry: ids[2], seq: 2 },
    ]);
  });

  it('a head was forged', async () => {
    await sql(`UPDATE record.journal_head SET at = at - interval '1 day' WHERE size = 8`);
    expect(await broken()).toMatchObject([{ kind: 'head', seq: 8 }]);
  });

  it('the journal was begun anew with another key', async () => {
    await rm(join(bench.data, 'keys'), { recursive: true });
    expect((await bench.again().verify()).broken[0]).toMatchObject({ kind: 'head' });
  });
});
