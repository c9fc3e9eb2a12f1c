import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText, type Json } from './canonical.ts';

const shuffled = (value: Json): Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).reverse())
    : value;

describe('the canonical text (RFC 8785)', () => {
  it('is the one of the specification’s example (§3.2.3)', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew',
      '1': 'One',
      '\ud83d\ude00': 'Emoji',
      '\u0080': 'Control',
      '\u00f6': 'O',
    };
    expect(Object.values(JSON.parse(canonicalText(value)))).toHaveLength(7);
    expect(canonicalText(value)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"O","\u20ac":"Euro Sign","\ud83d\ude00":"Emoji","\ufb33":"Hebrew"}',
    );
  });

  it('does not depend on the order in which members were written, and says the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), value => {
        const text = canonicalText(value as Json);
        expect(canonicalText(shuffled(value as Json))).toBe(text);
        expect(canonicalText(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('leaves out what is undefined and refuses what JSON cannot say', () => {
    expect(canonicalText({ b: undefined, a: 1 })).toBe('{"a":1}');
    expect(() => canonicalText({ a: Number.NaN })).toThrow(RangeError);
  });

  it('escapes what PostgreSQL’s text cannot hold', () => {
    expect(canonicalText('\u0000\ud800')).toBe('"\\u0000\\ud800"');
  });
});
