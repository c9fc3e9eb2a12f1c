import { readSigned } from './algorithm.ts';
import { type Der, enumeratedOf, integerOf, membersOf, readDer, tagged, timeOf } from './der.ts';
import { keyUsages } from './extension.ts';
import { isSameName, readName } from './name.ts';
import {
  type Asked,
  checkExtensions,
  checkSigned,
  checkSpan,
  known,
  type Revocation,
  reasonOf,
} from './revocation.ts';

const reasonCode = '2.5.29.21';
const crlNumber = '2.5.29.20';
const authorityKeyIdentifier = '2.5.29.35';

const isTime = (value: Der | undefined): boolean => value?.tag === 0x17 || value?.tag === 0x18;

/** The members of TBSCertList (§5.1.2), version 2. */
function readList(signed: Der) {
  const [version, algorithm, issuer, thisUpdate, ...rest] = membersOf(signed);
  known(integerOf(version) === 1n && isTime(rest[0]), 'malformed');
  const entries = rest[1]?.tag === 0x30 ? membersOf(rest[1]) : [];
  const extensions = tagged(rest, 0)?.children[0];
  return {
    algorithm: algorithm!,
    issuer: readName(issuer),
    thisUpdate,
    nextUpdate: rest[0],
    entries,
    extensions: extensions ? membersOf(extensions) : [],
  };
}

function checkIssuer({ issuer }: Asked, list: ReturnType<typeof readList>): void {
  known(isSameName(list.issuer, issuer.subject), 'signer-foreign');
  known(issuer.extensions.keyUsage?.value.has(keyUsages.cRLSign) === true, 'signer-foreign');
  const extensions = checkExtensions(list.extensions);
  known(extensions.has(crlNumber), 'malformed');
  const authority = extensions.get(authorityKeyIdentifier);
  const key = authority && tagged(membersOf(readDer(authority)), 0)?.content.toString('hex');
  known(key === undefined || key === issuer.extensions.subjectKeyIdentifier?.value, 'signer-foreign');
}

/** Every entry is read, since one that cannot be understood voids the list for all (§5.3). */
function findEntry(
  entries: readonly Der[],
  serial: bigint,
): { at: Date; code: bigint | undefined } | undefined {
  let found: { at: Date; code: bigint | undefined } | undefined;
  for (const entry of entries) {
    const [number, at, extensions] = membersOf(entry);
    const read = extensions === undefined ? undefined : checkExtensions(membersOf(extensions));
    if (integerOf(number) !== serial) continue;
    const reason = read?.get(reasonCode);
    found = { at: timeOf(at), code: reason && enumeratedOf(readDer(reason)) };
  }
  return found;
}

/**
 * What a complete revocation list says (RFC 5280 §5, §6.3.3): made by the issuer itself, whose key may sign lists, and in
 * force at the moment. Delta and indirect lists, and those of a part only, are critical in a way that is not understood.
 */
export function readCrl(crl: Uint8Array, asked: Asked): Revocation {
  const structure = readSigned(crl);
  const list = readList(structure.signed);
  known(list.algorithm.raw.equals(structure.algorithm.raw), 'malformed');
  checkIssuer(asked, list);
  checkSigned(structure, asked.issuer);
  checkSpan(list.thisUpdate, list.nextUpdate, asked.moment);
  const entry = findEntry(list.entries, asked.certificate.serial);
  return entry ? { status: 'revoked', at: entry.at, reason: reasonOf(entry.code) } : { status: 'good' };
}

/** What a list says of itself; to be believed once `readCrl` has been asked of it. */
export interface CrlFacts {
  /** The distinguished name, as a person reads it. */
  issuer: string;
  from: Date;
  /** Another list is there by then. */
  until: Date;
}

/** Whose list it is, and of when. */
export function readCrlFacts(crl: Uint8Array): CrlFacts {
  const { issuer, thisUpdate, nextUpdate } = readList(readSigned(crl).signed);
  return {
    issuer: issuer.attributes.map(({ value }) => value).join(', '),
    from: timeOf(thisUpdate),
    until: timeOf(nextUpdate),
  };
}
