import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { access, type Bench, openBench } from './testing.ts';

const script = fileURLToPath(new URL('../../tools/verify-journal.mjs', import.meta.url));

let bench: Bench;
let ids: string[];
let sizes: number[];
beforeAll(async () => {
  bench = await openBench();
  for (const count of [5, 3, 9]) {
    await bench.journal.append(Array.from({ length: count }, (_, at) => access(`u${count}`, String(at))));
    await bench.sequenceAll();
  }
  const leaves = await bench.database.asOwner<{ entry: string }>(
    'SELECT entry FROM record.journal_leaf ORDER BY seq',
  );
  ids = leaves.map(({ entry }) => entry);
  const heads = await bench.database.asOwner<{ size: string }>(
    'SELECT size FROM record.journal_head ORDER BY size',
  );
  sizes = heads.map(({ size }) => Number(size));
});
afterAll(() => bench.drop());

/** What the script says of a proof, by itself: its exit and its words. */
async function verified(proof: unknown, head?: unknown): Promise<[number | null, string]> {
  const file = join(bench.data, 'proof.json');
  await writeFile(file, JSON.stringify(proof));
  const kept = join(bench.data, 'head.json');
  if (head) await writeFile(kept, JSON.stringify(head));
  const key = join(bench.data, 'journal', 'public-key.jwk');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [script, file, key, ...(head ? [kept] : [])],
    {
      encoding: 'utf8',
      env: {},
    },
  );
  return [status, stdout + stderr];
}

describe('a script of its own, under 150 lines, that needs nothing', () => {
  it('is that', async () => {
    const text = await readFile(script, 'utf8');
    expect(text.split('\n').length).toBeLessThan(150);
    const imports = [...text.matchAll(/from '([^']+)'/g)].map(([, name]) => name);
    expect(imports.every(name => name!.startsWith('node:'))).toBe(true);
  });

  it('says that each entry is in the journal (RFC 9162 §2.1.3)', async () => {
    for (const at of [0, 4, 5, 7, 11, 16]) {
      const proof = (await bench.journal.proofOf(ids[at]!))!;
      expect(proof.index).toBe(at);
      const [status, text] = await verified(proof, proof.head);
      expect([status, text]).toEqual([0, expect.stringContaining(proof.entry)]);
    }
  });

  it('says that it is not, once anything of the proof is otherwise', async () => {
    const proof = (await bench.journal.proofOf(ids[6]!))!;
    const other = (await bench.journal.proofOf(ids[1]!))!;
    const changed: [object, RegExp][] = [
      [{ ...proof, entry: proof.entry.replace('TREAT', 'PATRQT') }, /not in the journal/],
      [{ ...proof, index: 7 }, /not in the journal/],
      [{ ...proof, index: -1 }, /not in the journal/],
      [{ ...proof, proof: proof.proof.slice(1) }, /not in the journal/],
      [{ ...proof, proof: [...proof.proof, proof.proof[0]] }, /not in the journal/],
      [{ ...proof, head: other.head }, /not in the journal/],
      [{ ...proof, head: { ...proof.head, size: proof.head.size + 1 } }, /signature/],
      [{ ...proof, head: { ...proof.head, root: other.head.root } }, /signature/],
      [{ ...proof, head: { ...proof.head, at: '2020-01-01T00:00:00.000Z' } }, /signature/],
    ];
    for (const [one, said] of changed) {
      const [status, text] = await verified(one);
      expect([status, text]).toEqual([1, expect.stringMatching(said)]);
    }
    expect(await verified(proof, other.head)).toEqual([
      1,
      expect.stringContaining('not the one that you kept'),
    ]);
    expect((await verified({ entry: 'x' }))[0]).toBe(2);
  });

  it('says that one head is of the beginning of the other (RFC 9162 §2.1.4), and when it is not', async () => {
    for (const size of sizes) {
      const proof = (await bench.journal.consistencyOf(size))!;
      expect(await verified(proof)).toEqual([0, expect.stringContaining('is the beginning of')]);
    }
    const proof = (await bench.journal.consistencyOf(sizes[0]!))!;
    const changed = [
      { ...proof, proof: proof.proof.toReversed() },
      { ...proof, older: (await bench.journal.consistencyOf(sizes[1]!))!.older },
      { ...proof, older: proof.newer, newer: proof.older },
    ];
    for (const one of changed) expect((await verified(one))[0]).toBe(1);
  });

  it('there is none of an entry that nobody wrote, nor of a head that was never signed', async () => {
    expect(await bench.journal.proofOf('00000000-0000-4000-8000-000000000000')).toBeUndefined();
    expect(await bench.journal.consistencyOf(2)).toBeUndefined();
  });
});

describe('a month of the journal', () => {
  it('is exported whole, oldest first, each entry with its place in the tree', async () => {
    const month = new Date().toISOString().slice(0, 7);
    const entries = [];
    for await (const page of bench.journal.entriesOfMonth(month)) entries.push(...page);
    expect(entries.map(({ seq }) => Number(seq)).sort((a, b) => a - b)).toEqual(ids.map((_, at) => at));
    const moments = entries.map(({ entry }) => JSON.parse(entry).at as string);
    expect(moments).toEqual(moments.toSorted());
    for await (const page of bench.journal.entriesOfMonth('2020-01')) expect(page).toEqual([]);
  });
});
