import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { escapeText, unescapeText } from './escape.ts';
import {
  defaultDelimiters,
  eachRepetition,
  format,
  get,
  Hl7Error,
  isNull,
  parse,
  read,
  repetitions,
  segmentOf,
} from './index.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const latin = (text: string) => Uint8Array.from(text, c => c.charCodeAt(0));
const msh = 'MSH|^~\\&|LAB|CHUM|CONTINUUM|RSSS|20260301101500-0500||ORU^R01^ORU_R01|42|P|2.5.1';

describe('segments (v2.5.1 2.6)', () => {
  test.each([['\r'], ['\n'], ['\r\n'], ['\r\r\n']])('a message whose segments end with %j is read', end => {
    const message = parse(bytes([msh, 'PID|1||A', 'OBX|1', 'OBX|2', ''].join(end)));
    expect(message.segments.map(s => `${s.name}${s.occurrence}`)).toEqual(['MSH1', 'PID1', 'OBX1', 'OBX2']);
    expect(get(message, 'OBX[2]-1')).toBe('2');
  });

  it('reads a byte order mark, an MLLP start and junk before the header, and says so when it was junk', () => {
    expect(parse(bytes(`\ufeff${msh}`)).remarks).toEqual([]);
    expect(parse(bytes(`\u000b\r\n${msh}`)).remarks).toEqual([]);
    expect(parse(bytes(`hello\r${msh}`)).remarks[0]?.location).toBe('MSH');
  });

  it('keeps a raw line end inside a value: the next line continues the segment', () => {
    const message = parse(bytes(`${msh}\rOBX|1|TX|A||first\nsecond\rOBX|2`));
    expect(get(message, 'OBX-5')).toBe('first\nsecond');
    expect(message.remarks[0]?.location).toBe('OBX');
  });

  it.each([
    ['', 'MSH', 100],
    ['PID|1', 'MSH', 100],
    ['MSH', 'MSH', 100],
    ['MSH|||A', 'MSH-2', 102],
    ['MSH|^~^&|A', 'MSH-2', 102],
    ['MSH|ABCD|A', 'MSH-2', 102],
    [`${msh}\r${msh}`, 'MSH[2]', 100],
  ])('refuses %j and says where', (text, location, code) => {
    expect(() => parse(bytes(text))).toThrow(expect.objectContaining({ location, code }));
  });
});

describe('separators (v2.5.1 2.5.4)', () => {
  it('are whatever the header declares', () => {
    const message = parse(bytes('MSH#*~!%#LAB#X\rPID#1##A*B%C~D*E'));
    expect(get(message, 'PID-3[1].2.2')).toBe('C');
    expect(get(message, 'PID-3[2].1')).toBe('D');
    expect(get(message, 'MSH-1')).toBe('#');
    expect(get(message, 'MSH-2')).toBe('*~!%');
    expect(get(message, 'MSH-3')).toBe('LAB');
  });

  it('may include a truncation character and may leave the rarer ones out', () => {
    expect(parse(bytes('MSH|^~\\&#|A')).delimiters.truncation).toBe('#');
    const short = parse(bytes('MSH|^|A\rPID|x~y&z\\T\\'));
    expect(get(short, 'PID-1')).toBe('x~y&z\\T\\');
  });
});

describe('values (v2.5.1 2.5.3)', () => {
  const message = parse(bytes(`${msh}\rPID|1||""|| ||X^\rOBX|1|TX|||a^b\\T\\c~d`));
  const pid = segmentOf(message, 'PID');
  it('tells an empty field from one to be deleted', () => {
    expect(read(pid, '2')).toBeUndefined();
    expect([read(pid, '3'), isNull(pid, '3'), isNull(pid, '2')]).toEqual([undefined, true, false]);
    expect(read(pid, '99.9')).toBeUndefined();
  });
  it('gives the whole of a level when the path stops there', () => {
    expect(get(message, 'OBX-5')).toBe('a^b&c');
    expect(get(message, 'OBX-5.2')).toBe('b&c');
    expect(repetitions(segmentOf(message, 'OBX'), 5)).toBe(2);
    expect(get(message, 'ZZZ-1')).toBeUndefined();
    expect(get(message, 'nonsense')).toBeUndefined();
  });
});

describe('escapes (v2.5.1 2.7)', () => {
  const plain = (text: string) => unescapeText(text, defaultDelimiters, 'utf-8');
  test.each([
    ['a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f', 'a|b^c&d~e\\f'],
    ['one\\.br\\two\\.sp2\\three', 'one\ntwo\n\nthree'],
    ['\\H\\bold\\N\\', 'bold'],
    ['caf\\XC3A9\\', 'café'],
    ['C:\\temp', 'C:\\temp'],
    ['C:\\temp\\F\\', 'C:\\temp|'],
    ['a\\\\b', 'a\\\\b'],
    ['\\Zlocal\\ \\Q\\', '\\Zlocal\\ \\Q\\'],
    ['\\XZZ\\', '\\XZZ\\'],
  ])('%s reads %j', (written, expected) => expect(plain(written)).toBe(expected));

  it('give back any text that was escaped', () => {
    const text = fc.string({ unit: 'grapheme' }).filter(t => !t.includes('\r'));
    fc.assert(fc.property(text, t => plain(escapeText(t, defaultDelimiters)) === t));
  });
});

describe('character sets (MSH-18, table 0211)', () => {
  const name = (charset: string, value: string) => `${msh}||||||${charset}\rPID|||||${value}`;
  test.each([
    ['UNICODE UTF-8', bytes(name('UNICODE UTF-8', 'Bélanger')), 'Bélanger'],
    ['8859/1', latin(name('8859/1', 'Bélanger')), 'Bélanger'],
    ['nothing, UTF-8', bytes(name('', 'Bélanger')), 'Bélanger'],
    ['nothing, not UTF-8', latin(name('', 'Bélanger')), 'Bélanger'],
    ['UTF-8 when it is not', latin(name('UNICODE UTF-8', 'Bélanger')), 'Bélanger'],
    ['an unknown one', bytes(name('KLINGON', 'Bélanger')), 'Bélanger'],
  ])('a sender who declares %s is understood', (_, message, expected) => {
    expect(get(parse(message), 'PID-5')).toBe(expected);
  });

  it('says so when the declaration is false', () => {
    expect(parse(latin(name('UNICODE UTF-8', 'é'))).remarks[0]?.location).toBe('MSH-18');
  });

  it('reads UTF-8 as what it is, whatever one-byte set is declared, and says so', () => {
    const message = parse(bytes(name('8859/1', 'Hébert')));
    expect([get(message, 'PID-5'), message.charset]).toEqual(['Hébert', 'utf-8']);
    expect(message.remarks).toMatchObject([{ location: 'MSH-18', text: expect.stringContaining('UTF-8') }]);
    expect(parse(bytes(name('8859/1', 'Hebert'))).remarks).toEqual([]);
  });

  it('reads UTF-16 by its mark', () => {
    const text = `\ufeff${msh}\rPID|||||é`;
    const wide = new Uint8Array(Uint16Array.from(text, c => c.charCodeAt(0)).buffer);
    expect(get(parse(wide), 'PID-5')).toBe('é');
  });
});

describe('a segment whose end was lost', () => {
  const lines = (text: string) => {
    const { segments, remarks } = parse(bytes(`${msh}\r${text}`));
    return { read: segments.slice(1).map(s => s.fields.join('|')), places: remarks.map(r => r.location) };
  };
  test.each([
    ['a space for it', 'OBX|1|NM|A||1 OBX|2|NM|B||2', ['OBX|1|NM|A||1 ', 'OBX|2|NM|B||2'], ['OBX[2]']],
    ['nothing for it', 'NTE|1||un|NTE|2||deux', ['NTE|1||un|', 'NTE|2||deux'], ['NTE[2]']],
    [
      'after others',
      'OBX|1|NM|A\rOBX|2|NM|B OBX|3|NM|C',
      ['OBX|1|NM|A', 'OBX|2|NM|B ', 'OBX|3|NM|C'],
      ['OBX[3]'],
    ],
  ])('(%s) is found, and told', (_, text, read, places) => {
    expect(lines(text)).toEqual({ read, places });
  });

  test.each(['OBX|1|ST|A||voir OBX 2|', 'OBX|1|ST|A||OBX|x|', 'ZA1|XOBX|2|'])('%s is one segment', text => {
    expect(lines(text)).toEqual({ read: [text], places: [] });
  });
});

describe('values that are odd', () => {
  it('a NUL stands for nothing, written or escaped', () => {
    const message = parse(bytes(`${msh}\rPID|||A\0B^\\X00\\||\0`));
    expect([get(message, 'PID-3.1'), get(message, 'PID-3.2'), get(message, 'PID-5')]).toEqual([
      'AB',
      undefined,
      undefined,
    ]);
  });

  it('a hundred thousand repetitions are read one by one', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => `r${i}`).join('~');
    const obx = segmentOf(parse(bytes(`${msh}\rOBX|1|ST|A||${many}`)), 'OBX');
    const paths = eachRepetition(obx, 5);
    expect(paths.map(path => read(obx, path)).at(-1)).toBe('r99999');
  });
});

describe('any bytes', () => {
  const attempt = (input: Uint8Array) => {
    try {
      for (const segment of parse(input).segments) for (let i = 0; i < 9; i++) read(segment, `${i}[1].1.1`);
    } catch (error) {
      expect(error).toBeInstanceOf(Hl7Error);
    }
  };
  it('are read, or refused with a typed error', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), attempt));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), tail =>
        attempt(Uint8Array.from([...bytes('MSH'), ...tail])),
      ),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), tail =>
        attempt(Uint8Array.from([...bytes(msh), 13, ...tail])),
      ),
    );
  });

  it('are written back as they were read', () => {
    const value = fc.stringMatching(/^[ -~]{0,20}$/).map(v => v.replaceAll('|', ''));
    const segment = fc.tuple(fc.constantFrom('PID', 'OBX', 'ZA1'), fc.array(value, { minLength: 1 }));
    fc.assert(
      fc.property(fc.array(segment), segments => {
        const text = [msh, ...segments.map(([name, values]) => [name, ...values].join('|')), ''].join('\r');
        expect(format(parse(bytes(text)).segments)).toBe(text);
      }),
    );
  });
});

const fixtures = process.env.CONTINUUM_FIXTURES;
describe.skipIf(!fixtures)('messages as systems really send them', () => {
  const folder = `${fixtures}/hl7v2`;
  const files = fixtures ? readdirSync(folder).filter(file => file.endsWith('.hl7')) : [];
  it.each(files)('%s is read and written back byte for byte', file => {
    const input = new Uint8Array(readFileSync(`${folder}/${file}`));
    const message = parse(input);
    expect(get(message, 'MSH-9.1')).toBe(file.slice(0, 3));
    const written = bytes(format(message.segments));
    const ended = input.at(-1) === 13 ? input : Uint8Array.from([...input, 13]);
    expect(Buffer.from(written).equals(ended) || message.remarks.length > 0).toBe(true);
  });
});
