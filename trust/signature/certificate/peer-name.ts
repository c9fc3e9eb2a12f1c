import type { GeneralName } from './general-name.ts';
import type { Certificate } from './read-certificate.ts';

/** Whom the caller means to speak to. An address is written as it is in a URL, without brackets. */
export interface PeerName {
  kind: 'dns' | 'ip' | 'email';
  value: string;
}

/** The 4 or 16 bytes of an address; undefined when it is none. */
export function addressBytes(text: string): Buffer | undefined {
  const isV4 = /^\d{1,3}(\.\d{1,3}){3}$/.test(text);
  if (isV4) {
    const parts = text.split('.').map(Number);
    return parts.every(part => part < 256) ? Buffer.from(parts) : undefined;
  }
  if (!text.includes(':') || !URL.canParse(`http://[${text}]/`)) return undefined;
  const [before = '', after] = new URL(`http://[${text}]/`).hostname.slice(1, -1).split('::');
  const groups = (half: string): number[] =>
    half
      .split(':')
      .filter(Boolean)
      .map(it => Number.parseInt(it, 16));
  const [head, tail] = [groups(before), groups(after ?? '')];
  const all = [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail];
  return Buffer.from(all.flatMap(group => [group >> 8, group & 0xff]));
}

/** A wildcard stands for one label, the left-most (RFC 6125 §6.4.3). */
function isHostMatch(presented: string, host: string): boolean {
  const [a, b] = [presented.toLowerCase(), host.toLowerCase()];
  return a.startsWith('*.') ? b.indexOf('.') > 0 && b.slice(b.indexOf('.') + 1) === a.slice(2) : a === b;
}

function isMailboxMatch(presented: string, mailbox: string): boolean {
  const halves = (text: string) => [text.slice(0, text.lastIndexOf('@')), text.slice(text.lastIndexOf('@'))];
  const [[user, host], [otherUser, otherHost]] = [halves(presented), halves(mailbox)];
  return user === otherUser && host!.toLowerCase() === otherHost!.toLowerCase();
}

function isMatch(name: GeneralName, peer: PeerName): boolean {
  if (name.kind !== peer.kind) return false;
  if (name.kind === 'ip') return addressBytes(peer.value)?.equals(name.value) ?? false;
  if (name.kind === 'dns') return isHostMatch(name.value, peer.value);
  return name.kind === 'email' && isMailboxMatch(name.value, peer.value);
}

/** Whether the subject bears the name, in its SAN; the common name says nothing (RFC 6125 §6.4, RFC 9525 §6). */
export const bearsName = ({ extensions }: Certificate, peer: PeerName): boolean =>
  (extensions.subjectAltName?.value ?? []).some(name => isMatch(name, peer));
