import { type Der, ensure, membersOf, oidOf } from './der.ts';

/** A distinguished name, each part in the form in which it is compared (RFC 5280 §7.1). */
export interface Name {
  /** From the root of the directory down; one text for each relative name. */
  readonly parts: readonly string[];
  readonly attributes: readonly { type: string; value: string }[];
}

const decoders: Record<number, (content: Buffer) => string> = {
  12: content => content.toString('utf8'),
  19: content => content.toString('latin1'),
  20: content => content.toString('latin1'),
  22: content => content.toString('latin1'),
  30: content => Buffer.from(content).swap16().toString('utf16le'),
};

/** Case, and how many spaces, do not tell two names apart (RFC 4518 §2, in short). */
const prepared = (text: string): string =>
  text.normalize('NFKC').toLowerCase().trim().replaceAll(/\s+/g, ' ');

function readText({ tag, content, raw }: Der): { value: string; compared: string } {
  const decode = decoders[tag];
  ensure(tag !== 30 || content.length % 2 === 0, 'pairs of bytes in a BMPString');
  const value = decode?.(content);
  return value === undefined
    ? { value: '', compared: `#${raw.toString('hex')}` }
    : { value, compared: prepared(value) };
}

/** Reads a Name (RFC 5280 §4.1.2.4). */
export function readName(name: Der | undefined): Name {
  const attributes: { type: string; value: string }[] = [];
  const parts = membersOf(name).map(part => {
    ensure(part.tag === 0x31 && part.children.length > 0, 'a SET of attributes');
    const texts = part.children.map(attribute => {
      const [type, value] = membersOf(attribute);
      ensure(value !== undefined, 'the value of an attribute');
      const read = readText(value);
      attributes.push({ type: oidOf(type), value: read.value });
      return JSON.stringify([oidOf(type), read.compared]);
    });
    return texts.sort().join('+');
  });
  return { parts, attributes };
}

/** Whether two names are of the same one (RFC 5280 §7.1). */
export const isSameName = (a: Name, b: Name): boolean => a.parts.length === b.parts.length && isBelow(a, b);

/** Whether a name is the base or lies below it in the directory. */
export const isBelow = (name: Name, base: Name): boolean =>
  base.parts.every((part, at) => name.parts[at] === part);
