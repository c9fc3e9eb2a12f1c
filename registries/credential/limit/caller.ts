import { isIPv6 } from 'node:net';
import type { Origin } from '@continuum/record-gate';
import type { Actor } from '@continuum/trust-access';
import type { ShownCertificate } from '../connection-certificate.ts';

/** Kinds of callers, each with a limit of its own. `page`: nobody known, at an address that costs no look into the database. */
export type CallerKind = 'system' | 'clinician' | 'citizen' | 'unknown' | 'page';

/** Who is counted, and with whom: two requests of the same key share a limit. */
export interface Counted {
  kind: CallerKind;
  key: string;
}

const kinds = { practitioner: 'clinician', citizen: 'citizen', system: 'system' } as const;

/** The sixteen-bit groups of an IPv6 address, what `::` stands for written out. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const split = (text: string) => (text === '' ? [] : text.split(':'));
  const [before, after] = [split(head), split(tail ?? '')];
  if (tail === undefined) return before;
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after];
}

/** One household or one machine: an IPv4 address, or the /64 of an IPv6 one, inside which its holder chooses at will. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  return isIPv6(address) ? `${groupsOf(address.split('%')[0]!).slice(0, 4).join(':')}::/64` : address;
}

/**
 * Whom a request counts for. Somebody identified, whatever their address: what others send from there is not theirs.
 * A system that shows its certificate, also before it has a token. Anybody else by address and door, so that what is
 * sent to one door does not close another.
 */
export function countedAs(
  actor: Actor,
  { address, channel }: Pick<Origin, 'address' | 'channel'>,
  certificate?: ShownCertificate,
): Counted {
  if (actor.kind !== 'unknown') {
    const key = actor.application ? `${actor.id} ${actor.application.id}` : actor.id;
    return { kind: kinds[actor.kind], key };
  }
  if (typeof certificate === 'object' && certificate.subject !== undefined)
    return { kind: 'system', key: `certificate ${certificate.subject}` };
  return { kind: channel === 'web' ? 'page' : 'unknown', key: `${channel} ${networkOf(address)}` };
}
