import { describe, expect, it } from 'vitest';
import { bitsOf, integerOf, Malformed, oidOf, readDer, timeOf } from './der.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const utc = (text: string): Buffer => Buffer.from([0x17, text.length, ...Buffer.from(text)]);

describe('the distinguished encoding (X.690 §10)', () => {
  it('is read, value within value', () => {
    const sequence = readDer(hex('30 08 06 03 55 1d 0f 01 01 ff'));
    expect(oidOf(sequence.children[0])).toBe('2.5.29.15');
    expect(sequence.children[1]!.content).toEqual(hex('ff'));
  });

  it.each([
    ['-1', '02 01 ff', -1n],
    ['128', '02 02 00 80', 128n],
    ['a large one', '02 09 00 ff ff ff ff ff ff ff ff', 0xffffffffffffffffn],
  ])('an integer of %s', (_, bytes, value) => {
    expect(integerOf(readDer(hex(bytes)))).toBe(value);
  });

  it('an identifier with long arcs', () => {
    expect(oidOf(readDer(hex('06 09 60 86 48 01 65 03 04 02 01')))).toBe('2.16.840.1.101.3.4.2.1');
  });

  it('named bits', () => {
    expect([...bitsOf(readDer(hex('03 02 01 86')))]).toEqual([0, 5, 6]);
  });

  it.each([
    ['491231235959Z', '2049-12-31T23:59:59.000Z'],
    ['500101000000Z', '1950-01-01T00:00:00.000Z'],
  ])('the year of %s (RFC 5280 §4.1.2.5.1)', (text, iso) => {
    expect(timeOf(readDer(utc(text))).toISOString()).toBe(iso);
  });

  it.each([
    ['nothing', ''],
    ['a tag alone', '30'],
    ['an indefinite length', '30 80 00 00'],
    ['a long length that is short', '30 81 01 00'],
    ['a length with leading zeros', `30 82 00 80 ${'05 00'.repeat(64)}`],
    ['fewer bytes than said', '30 03 05 00'],
    ['bytes after the end', '05 00 00'],
    ['a boolean of 1', '01 01 01'],
    ['an integer with a leading zero', '02 02 00 01'],
    ['an empty integer', '02 00'],
    ['bits that are unused and set', '03 02 01 01'],
    ['a constructed text', '2c 03 0c 01 61'],
    ['a primitive sequence', '10 00'],
    ['an identifier that ends in the middle', '06 02 55 9d'],
    ['an identifier with padding', '06 03 55 80 01'],
    ['a time without seconds', '17 0b 32 36 30 31 30 31 30 30 30 30 5a'],
    ['a null with content', '05 01 00'],
    [
      'a deep well',
      `${'30 50'.repeat(0)}${Array.from({ length: 40 }, (_, at) => `30 ${(78 - 2 * at).toString(16).padStart(2, '0')}`).join(' ')}`,
    ],
  ])('%s is refused', (_, bytes) => {
    expect(() => readDer(hex(bytes))).toThrow(Malformed);
  });

  it('a day that no calendar has is refused', () => {
    expect(() => timeOf(readDer(utc('260230000000Z')))).toThrow(Malformed);
  });
});
