import type { EvidenceType } from './evidence.data.ts';

/** The first bytes of each: ISO 32000-1, 7.5.2; ISO/IEC 10918-1, B.1.1.3 (SOI, then a marker); PNG 3rd edition, 5.2. */
const beginnings: readonly [EvidenceType, readonly number[]][] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
];

/** What bytes are, by what they begin with and never by a name; undefined: nothing that may be joined. */
export const evidenceTypeOf = (content: Uint8Array): EvidenceType | undefined =>
  beginnings.find(([, bytes]) => bytes.every((byte, at) => content[at] === byte))?.[0];
