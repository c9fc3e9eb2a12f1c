import { type Der, ensure, membersOf } from './der.ts';
import { type Name, readName } from './name.ts';

/** One name of a subject (RFC 5280 §4.2.1.6). `other`: a form that nobody here compares. */
export type GeneralName =
  | { kind: 'dns' | 'email' | 'uri'; value: string }
  | { kind: 'ip'; value: Buffer }
  | { kind: 'directory'; value: Name }
  | { kind: 'other'; value: number };

const textKinds: Record<number, 'email' | 'dns' | 'uri'> = { 1: 'email', 2: 'dns', 6: 'uri' };

/** Reads one GeneralName. @throws Malformed where a text has other bytes than ASCII's printable ones. */
export function readGeneralName(name: Der): GeneralName {
  ensure((name.tag & 0xc0) === 0x80, 'a tagged name');
  const number = name.tag & 0x1f;
  const kind = textKinds[number];
  if (kind !== undefined) {
    const value = name.content.toString('latin1');
    ensure(name.tag === (0x80 | number) && /^[\x21-\x7e]*$/.test(value), `a plain ${kind} name`);
    return { kind, value };
  }
  if (number === 7) {
    ensure(name.tag === 0x87, 'an address in bytes');
    return { kind: 'ip', value: name.content };
  }
  return number === 4
    ? { kind: 'directory', value: readName(name.children[0]) }
    : { kind: 'other', value: number };
}

/** Reads GeneralNames: one or more. */
export function readGeneralNames(names: Der): GeneralName[] {
  const read = membersOf(names).map(readGeneralName);
  ensure(read.length > 0, 'at least one name');
  return read;
}

const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
const host = new RegExp(`^${label}(\\.${label})*$`, 'i');

/** Whether a text is a host's name in the preferred syntax (RFC 1034 §3.5), 253 characters at most. */
export const isHost = (text: string): boolean => text.length <= 253 && host.test(text);

/** The same, or with its first label a wildcard and two more after it (RFC 6125 §6.4.3). */
const isHostOrWildcard = (text: string): boolean =>
  text.startsWith('*.') ? isHost(text.slice(2)) && text.slice(2).includes('.') : isHost(text);

const mailbox = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;

/** Whether a text is a mailbox without comment or display name (RFC 2821 §4.1.2). */
export const isMailbox = (text: string): boolean => {
  const at = text.lastIndexOf('@');
  return at > 0 && mailbox.test(text.slice(0, at)) && isHost(text.slice(at + 1));
};

/** Whether a subject may bear the name in that form (RFC 5280 §4.2.1.6). */
export function isWellFormed(name: GeneralName): boolean {
  switch (name.kind) {
    case 'dns':
      return isHostOrWildcard(name.value);
    case 'email':
      return isMailbox(name.value);
    case 'uri':
      return /^[a-z][a-z0-9+.-]*:./i.test(name.value);
    case 'ip':
      return name.value.length === 4 || name.value.length === 16;
    default:
      return true;
  }
}
