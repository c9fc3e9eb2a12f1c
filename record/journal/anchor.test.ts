import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { entryLeaf, type JournalFacts, verifyHead, verifyInclusion } from '@continuum/trust-audit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { access, type Bench, openBench } from './testing.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.drop());

const digest = 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg';
const signer = 'Practitioner/medecin';
const signed = (at: Date): JournalFacts => ({
  ...access('u1'),
  at: at.toISOString(),
  action: 'write',
  signatures: [digest],
});
const several = (count: number) => Array.from({ length: count }, (_, at) => access(`other-${at}`));

describe('the anchor of a signature (RFC 9162 §2.1.3)', () => {
  const at = new Date();
  const sought = { signer, digest, at };

  it('is there once its entry is numbered, and is of the first head that covers it', async () => {
    await bench.journal.append(several(5));
    await bench.sequenceAll();
    await bench.journal.append([...several(3), signed(at)]);
    expect(await bench.journal.anchorOf(sought)).toBeUndefined();
    const { head: first } = await bench.sequenceAll();
    await bench.journal.append(several(9));
    await bench.sequenceAll();
    expect((await bench.journal.anchorOf(sought))?.head).toEqual(first);
  });

  it('proves with the journal’s public key alone that the entry was there', async () => {
    const anchor = (await bench.journal.anchorOf(sought))!;
    const jwk = JSON.parse(await readFile(join(bench.data, 'journal', 'public-key.jwk'), 'utf8'));
    const { entry, index, head } = anchor;
    const proof = anchor.proof.map(it => Buffer.from(it, 'base64'));
    expect(JSON.parse(entry)).toMatchObject({ signatures: [digest] });
    expect(verifyInclusion(entryLeaf(entry), index, head.size, proof, Buffer.from(head.root, 'base64'))).toBe(
      true,
    );
    expect(verifyHead(head, createPublicKey({ key: jwk, format: 'jwk' }))).toBe(true);
  });

  it.each([
    ['of another signer', { ...sought, signer: 'Practitioner/p2' }],
    ['of another signature', { ...sought, digest: digest.replace('n4', 'm4') }],
    ['of another day', { ...sought, at: new Date(at.getTime() + 86_400_000) }],
  ])('%s, there is none', async (_, other) => {
    expect(await bench.journal.anchorOf(other)).toBeUndefined();
  });
});
