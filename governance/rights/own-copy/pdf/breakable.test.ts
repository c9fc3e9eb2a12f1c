import { describe, expect, it } from 'vitest';
import { breakable } from './breakable.ts';
import { openPaper } from './paper.ts';

describe('a text without spaces', () => {
  it('may be broken in every run, and says the same', () => {
    const text = `x ${'a'.repeat(1000)} ${'😀'.repeat(500)} y`;
    const broken = breakable(text);
    expect(broken.replaceAll('\u200b', '')).toBe(text);
    for (const run of broken.split(/[\s\u200b]/)) expect([...run].length).toBeLessThanOrEqual(60);
    expect(breakable(broken)).toBe(broken);
  });

  it('of words is left alone', () => {
    const text = 'Fonction thyroïdienne, anticonstitutionnellement;\nhttps://exemple.quebec/dossier';
    expect(breakable(text)).toBe(text);
  });

  it('however long, is set wherever a source may put it', async () => {
    const long = 'a'.repeat(200_000);
    const paper = openPaper({ title: 'Copie', name: 'Anne', language: 'fr', made: new Date(0) });
    paper.heading(2, 'Analyses');
    paper.facts([{ label: long, value: long }]);
    paper.item({ title: long, source: long, facts: [{ label: 'Note', value: long }] });
    const bytes: Buffer[] = [];
    for await (const part of paper.finish()) bytes.push(part);
    expect(Buffer.concat(bytes).subarray(-6).toString().trim()).toBe('%%EOF');
  });
});
