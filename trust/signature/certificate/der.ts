/** One value of ASN.1 in its distinguished encoding (X.690 §10). */
export interface Der {
  /** The identifier octet, class and form included: `0x30` is a SEQUENCE. */
  readonly tag: number;
  readonly content: Buffer;
  /** The whole of it, identifier and length included: what signatures cover. */
  readonly raw: Buffer;
  /** What a constructed value is made of; nothing in a primitive one. */
  readonly children: readonly Der[];
}

/** Bytes that are not what they should be, or not in the one encoding that signatures need. */
export class Malformed extends Error {}

const deepest = 32;

/** Ensures, or throws `Malformed` saying what was expected. */
export function ensure(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Malformed(what);
}

function readLength(bytes: Buffer, at: number): { length: number; start: number } {
  const first = bytes[at];
  ensure(first !== undefined && first !== 0x80 && first <= 0x84, 'a definite length');
  if (first < 0x80) return { length: first, start: at + 1 };
  const count = first & 0x7f;
  ensure(at + 1 + count <= bytes.length, 'a whole length');
  const length = bytes.readUIntBE(at + 1, count);
  ensure(length >= 0x80 && bytes[at + 1] !== 0, 'the shortest length');
  return { length, start: at + 1 + count };
}

const isMinimalInteger = (content: Buffer): boolean => {
  const [first, second] = content;
  if (first === undefined) return false;
  return second === undefined || !((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
};

const isBits = (content: Buffer): boolean => {
  const unused = content[0];
  if (unused === undefined || unused > 7) return false;
  return unused === 0 || (content.length > 1 && (content.at(-1)! & ((1 << unused) - 1)) === 0);
};

const isOid = (content: Buffer): boolean =>
  content.length > 0 &&
  content.at(-1)! < 0x80 &&
  content.every((byte, at) => byte !== 0x80 || (at > 0 && content[at - 1]! >= 0x80));

const matches = (pattern: RegExp) => (content: Buffer) => pattern.test(content.toString('latin1'));

/** What the content of a universal, primitive type must look like. */
const forms: Record<number, (content: Buffer) => boolean> = {
  1: content => content.length === 1 && (content[0] === 0 || content[0] === 0xff),
  2: isMinimalInteger,
  3: isBits,
  5: content => content.length === 0,
  6: isOid,
  10: isMinimalInteger,
  // RFC 5280 §4.1.2.5: in Greenwich time, with seconds, without fractions.
  23: matches(/^\d{12}Z$/),
  24: matches(/^\d{14}Z$/),
};

function isForm(tag: number, content: Buffer): boolean {
  const isUniversal = tag < 0x40;
  if (!isUniversal) return true;
  const isConstructed = (tag & 0x20) !== 0;
  const mustBe = [0x10, 0x11].includes(tag & 0x1f);
  return isConstructed === mustBe && (forms[tag]?.(content) ?? true);
}

function readAt(bytes: Buffer, at: number, depth: number): { value: Der; end: number } {
  const tag = bytes[at];
  ensure(tag !== undefined && (tag & 0x1f) !== 0x1f && tag !== 0, 'a low tag');
  ensure(depth < deepest, `at most ${deepest} values within one another`);
  const { length, start } = readLength(bytes, at + 1);
  const end = start + length;
  ensure(end <= bytes.length, 'as many bytes as the length says');
  const content = bytes.subarray(start, end);
  ensure(isForm(tag, content), `the distinguished form of type ${tag & 0x1f}`);
  const children = (tag & 0x20) === 0 ? [] : readAll(content, depth + 1);
  return { value: { tag, content, raw: bytes.subarray(at, end), children }, end };
}

function readAll(bytes: Buffer, depth: number): Der[] {
  const values: Der[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { value, end } = readAt(bytes, at, depth);
    values.push(value);
    at = end;
  }
  return values;
}

/**
 * Reads one value and nothing after it (X.690 §8 to §11: definite and shortest lengths, one form for booleans,
 * integers, bits, object identifiers and times).
 * @throws Malformed where the bytes are BER only, or nothing.
 */
export function readDer(bytes: Uint8Array): Der {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { value, end } = readAt(buffer, 0, 0);
  ensure(end === buffer.length, 'nothing after the end');
  return value;
}

/** The members of a SEQUENCE. */
export function membersOf(value: Der | undefined): readonly Der[] {
  ensure(value?.tag === 0x30, 'a SEQUENCE');
  return value.children;
}

/** An OBJECT IDENTIFIER in dotted form. */
export function oidOf(value: Der | undefined): string {
  ensure(value?.tag === 0x06, 'an OBJECT IDENTIFIER');
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const byte of value.content) {
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0n;
    }
  }
  const first = arcs[0]! < 80n ? arcs[0]! / 40n : 2n;
  return [first, arcs[0]! - first * 40n, ...arcs.slice(1)].join('.');
}

const numberIn = ({ content }: Der): bigint =>
  BigInt.asIntN(content.length * 8, BigInt(`0x${content.toString('hex')}`));

/** An INTEGER. */
export function integerOf(value: Der | undefined): bigint {
  ensure(value?.tag === 0x02, 'an INTEGER');
  return numberIn(value);
}

/** An ENUMERATED: the same bytes, and nothing that is written as an INTEGER. */
export function enumeratedOf(value: Der | undefined): bigint {
  ensure(value?.tag === 0x0a, 'an ENUMERATED');
  return numberIn(value);
}

/** The bytes of a BIT STRING that fills them. */
export function octetsOfBits(value: Der | undefined): Buffer {
  ensure(value?.tag === 0x03 && value.content[0] === 0, 'a BIT STRING of whole bytes');
  return value.content.subarray(1);
}

/** The numbers of the bits that are set. */
export function bitsOf(value: Der | undefined): ReadonlySet<number> {
  ensure(value?.tag === 0x03, 'a BIT STRING');
  const bytes = value.content.subarray(1);
  const isSet = (bit: number): boolean => (bytes[bit >> 3]! & (0x80 >> (bit & 7))) !== 0;
  return new Set(Array.from({ length: bytes.length * 8 }, (_, bit) => bit).filter(isSet));
}

/** UTCTime or GeneralizedTime; two digits of a year are of 1950 to 2049 (RFC 5280 §4.1.2.5.1). */
export function timeOf(value: Der | undefined): Date {
  ensure(value?.tag === 0x17 || value?.tag === 0x18, 'a time');
  const digits = value.content.toString('latin1');
  const text = value.tag === 0x18 ? digits : `${Number(digits.slice(0, 2)) < 50 ? '20' : '19'}${digits}`;
  const iso = text.replace(/^(.{4})(..)(..)(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6.000Z');
  const time = new Date(iso);
  ensure(!Number.isNaN(time.getTime()) && time.toISOString() === iso, 'a moment of the calendar');
  return time;
}

/** The member with a context-specific tag, such as `[0]`: constructed or primitive. */
export const tagged = (members: readonly Der[], number: number): Der | undefined =>
  members.find(({ tag }) => (tag & 0xdf) === (0x80 | number));
