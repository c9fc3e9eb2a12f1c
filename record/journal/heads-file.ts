import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SignedTreeHead } from '@continuum/trust-audit';

const fileIn = (data: string): string => join(data, 'journal', 'heads.jsonl');

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

function parsed(line: string): SignedTreeHead[] {
  try {
    return [JSON.parse(line)];
  } catch {
    // A crash can cut the last line short; that head is in the table and is written again.
    return [];
  }
}

/** The heads kept outside the database, oldest first. */
export async function readHeads(data: string): Promise<SignedTreeHead[]> {
  const text = await readFile(fileIn(data), 'utf8').catch(error => {
    if (isMissing(error)) return '';
    throw error;
  });
  return text.split('\n').filter(Boolean).flatMap(parsed);
}

const tailBytes = 16_384;

/** Size of the last head that is in the file: read from its end, however long it became. */
export async function keptSize(data: string): Promise<number> {
  const file = await open(fileIn(data), 'r').catch(error => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (!file) return 0;
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - tailBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(tailBytes), 0, tailBytes, from);
    const lines = buffer.toString('utf8', 0, bytesRead).split('\n').filter(Boolean).flatMap(parsed);
    return lines.reduce((most, head) => Math.max(most, head.size ?? 0), 0);
  } finally {
    await file.close();
  }
}

/** Adds heads to the file, on the disk before it resolves. */
export async function appendHeads(data: string, heads: readonly SignedTreeHead[]): Promise<void> {
  if (heads.length === 0) return;
  const file = await open(fileIn(data), 'a', 0o600);
  try {
    // A line cut short by a crash must not swallow the next one.
    await file.write(`\n${heads.map(head => JSON.stringify(head)).join('\n')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}
