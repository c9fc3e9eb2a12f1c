import { type GeneralName, isHost, isMailbox } from './general-name.ts';
import { isBelow } from './name.ts';
import type { Certificate } from './read-certificate.ts';

const emailAttribute = '1.2.840.113549.1.9.1';

const isContiguous = (mask: Buffer): boolean =>
  /^1*0*$/.test([...mask].map(byte => byte.toString(2).padStart(8, '0')).join(''));

const halves = (range: Buffer): [Buffer, Buffer] => [
  range.subarray(0, range.length / 2),
  range.subarray(range.length / 2),
];

const dotted = (text: string): boolean => text.startsWith('.') && isHost(text.slice(1));

/** Whether a base may stand in a constraint (RFC 5280 §4.2.1.10): a domain is not dotted, a range is CIDR. */
export function isBase(base: GeneralName): boolean {
  switch (base.kind) {
    case 'dns':
      return base.value === '' || isHost(base.value);
    case 'email':
      return isHost(base.value) || dotted(base.value) || isMailbox(base.value);
    case 'uri':
      return isHost(base.value) || dotted(base.value);
    case 'ip':
      return [8, 32].includes(base.value.length) && isContiguous(halves(base.value)[1]);
    default:
      return base.kind === 'directory';
  }
}

const isInDomain = (host: string, domain: string): boolean =>
  domain === '' || host === domain || host.endsWith(`.${domain}`);

/** A host, or with a dot in front anything below it and not itself. */
const isHostWithin = (host: string, base: string): boolean =>
  base.startsWith('.') ? host.endsWith(base) && host.length > base.length : host === base;

function isMailboxWithin(address: string, base: string): boolean {
  const at = address.lastIndexOf('@');
  const host = address.slice(at + 1).toLowerCase();
  const from = base.lastIndexOf('@');
  if (from < 0) return isHostWithin(host, base.toLowerCase());
  return address.slice(0, at) === base.slice(0, from) && host === base.slice(from + 1).toLowerCase();
}

function isAddressWithin(address: Buffer, range: Buffer): boolean {
  const [network, mask] = halves(range);
  return (
    network.length === address.length &&
    address.every((byte, at) => ((byte ^ network[at]!) & mask[at]!) === 0)
  );
}

const hostOf = (uri: string): string | undefined => {
  const host = URL.canParse(uri) ? new URL(uri).hostname.toLowerCase() : '';
  return isHost(host) && /[a-z]/.test(host) ? host : undefined;
};

/** Whether a name lies within a base of its kind. What cannot be compared lies in no permitted one, in every excluded. */
function isWithin(name: GeneralName, base: GeneralName, unknown: boolean): boolean {
  if (name.kind === 'dns' && base.kind === 'dns')
    return isInDomain(name.value.toLowerCase().replace(/^\*\./, ''), base.value.toLowerCase());
  if (name.kind === 'email' && base.kind === 'email') return isMailboxWithin(name.value, base.value);
  if (name.kind === 'ip' && base.kind === 'ip') return isAddressWithin(name.value, base.value);
  if (name.kind === 'directory' && base.kind === 'directory') return isBelow(name.value, base.value);
  if (name.kind !== 'uri' || base.kind !== 'uri') return unknown;
  const host = hostOf(name.value);
  return host === undefined ? unknown : isHostWithin(host, base.value.toLowerCase());
}

/** A wildcard may stand for the excluded host itself. */
const mayBeExcluded = (name: GeneralName, base: GeneralName): boolean => {
  if (isWithin(name, base, true)) return true;
  if (name.kind !== 'dns' || base.kind !== 'dns' || !name.value.startsWith('*.')) return false;
  const [, ...parent] = base.value.toLowerCase().split('.');
  return parent.join('.') === name.value.slice(2).toLowerCase();
};

/** All names to which constraints apply: those of the SAN, the subject, and its addresses of old (§4.2.1.10). */
export function namesOf({ subject, extensions }: Certificate): GeneralName[] {
  const names = [...(extensions.subjectAltName?.value ?? [])];
  if (subject.parts.length > 0) names.push({ kind: 'directory', value: subject });
  if (!names.some(({ kind }) => kind === 'email'))
    for (const { type, value } of subject.attributes)
      if (type === emailAttribute) names.push({ kind: 'email', value });
  return names;
}

const sameKind = (name: GeneralName) => (base: GeneralName) =>
  name.kind === base.kind && (name.kind !== 'other' || name.value === base.value);

/** Whether one authority's constraints let a name pass (§6.1.3 (b) and (c)). */
export function isPermitted(
  name: GeneralName,
  {
    permitted = [],
    excluded = [],
  }: { permitted?: readonly GeneralName[]; excluded?: readonly GeneralName[] },
): boolean {
  const within = permitted.filter(sameKind(name));
  if (within.length > 0 && !within.some(base => isWithin(name, base, false))) return false;
  return !excluded.filter(sameKind(name)).some(base => mayBeExcluded(name, base));
}
