import { describe, expect, test } from 'vitest';
import { decoderOf } from './character-set.ts';

const latin = (text: string) => Uint8Array.from(text, character => character.charCodeAt(0));

describe('Specific Character Set (PS3.3 C.12.1.1.2)', () => {
  test.each([
    ['Latin-1, as most of Québec sends', ['ISO_IR 100'], latin('Gagné^Zoé'), 'Gagné^Zoé'],
    ['UTF-8', ['ISO_IR 192'], new TextEncoder().encode('Gagné^Zoé'), 'Gagné^Zoé'],
    ['nothing declared, UTF-8 bytes', [], new TextEncoder().encode('Gagné'), 'Gagné'],
    ['nothing declared, Latin-1 bytes', [], latin('Gagné'), 'Gagné'],
    ['a set nobody knows', ['ISO_IR 999'], latin('Gagné'), 'Gagné'],
    ['ASCII extended by Latin-1', ['', 'ISO 2022 IR 100'], latin('Gagn\u001b-A\u00e9'), 'Gagné'],
    [
      'Japanese with escapes (PS3.5 annex H.3.1)',
      ['', 'ISO 2022 IR 87'],
      latin('Yamada^Tarou=\u001b$B;3ED\u001b(B^\u001b$BB@O:\u001b(B'),
      'Yamada^Tarou=山田^太郎',
    ],
    [
      'Korean with escapes (PS3.5 annex I.2)',
      ['', 'ISO 2022 IR 149'],
      latin('Hong^Gildong=\u001b$)C\u00fb\u00f3^\u001b$)C\u00d1\u00ce\u00d4\u00d7'),
      'Hong^Gildong=洪^吉洞',
    ],
  ])('%s', (_, declared, bytes, read) => expect(decoderOf(declared)(bytes)).toBe(read));
});
