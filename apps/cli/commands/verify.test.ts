import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCast, signAct, toExport } from '@continuum/trust-signature/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { explain } from '../explain.ts';
import { verifyCommand } from './verify.ts';

let folder: string;
let good: string;

/** Runs the command here: what it says, and its exit code. */
async function run(...words: string[]): Promise<{ code: unknown; said: string }> {
  const said: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation(text => said.push(String(text)) > 0);
  const before = process.exitCode;
  try {
    await verifyCommand().parseAsync(words, { from: 'user' });
    return { code: process.exitCode ?? 0, said: said.join('') };
  } catch (error) {
    const { line, code } = explain(error);
    return { code, said: line };
  } finally {
    process.exitCode = before;
    write.mockRestore();
  }
}

const write = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'continuum-verify-'));
  const cast = await makeCast();
  const { act, provenance } = await signAct(cast);
  good = toExport([act, provenance, { resourceType: 'Patient', id: 'u1' }]);
  await write('root.pem', cast.root.pem);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('npx continuum verify', () => {
  const root = () => join(folder, 'root.pem');

  it('tells who signed what, when, what was checked, and what was not signed', async () => {
    const { code, said } = await run(await write('good.json', good), '--root', root());
    expect(said).toContain('MedicationRequest/m1: Prescription');
    expect(said).toContain('signed by   Dre Anne Tremblay (Practitioner/p1)');
    expect(said).toContain('proven by   2026-03-01T12:00:05.000Z');
    expect(said).toContain('IT HOLDS.');
    expect(said).toContain('Not signed, and not checked: Patient/u1.');
    expect(code).toBe(0);
  });

  it('tells what is wrong with one that was changed, and exits 1', async () => {
    const changed = good.replace('trois fois par jour', 'dix fois par jour');
    const { code, said } = await run(await write('changed.json', changed), '--root', root());
    expect(said).toContain('The act, or what is said of it, is not what was signed.');
    expect(said).toContain('IT DOES NOT HOLD.');
    expect(code).toBe(1);
  });

  it.each<[string, () => Promise<string[]>, string]>([
    [
      'a file that is not there',
      async () => [join(folder, 'none'), '--root', root()],
      'cannot be read: give a file',
    ],
    ['what is no export', async () => [root(), '--root', root()], 'This is not an export of signed acts'],
    [
      'a root that is none',
      async () => [await write('e.json', good), '--root', join(folder, 'e.json')],
      'holds no certificate',
    ],
  ])('tells the mend of %s', async (_, words, sentence) => {
    const { code, said } = await run(...(await words()));
    expect(said).toContain(sentence);
    expect(code).toBe(1);
  });
});
