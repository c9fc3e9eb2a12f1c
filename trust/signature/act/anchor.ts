import type { Resource } from '@continuum/standards-fhir';
import {
  canonicalText,
  entryLeaf,
  type JournalEntry,
  type SignedTreeHead,
  verifyHead,
  verifyInclusion,
} from '@continuum/trust-audit';
import type { CertificateSource } from '../certificate/read-certificate.ts';
import { findPath } from '../certificate/validate-path.ts';
import { isSameText } from '../same.ts';
import { thumbprint } from '../thumbprint.ts';
import { anchorUrl } from './provenance.ts';
import { refuse } from './refused.ts';

/** That the journal had the act's entry at a moment: the entry, its place in the tree, the tree's signed head. */
export interface Anchor {
  /** The entry's one text. */
  entry: string;
  index: number;
  /** From the leaf to the root, base64 (RFC 9162 §2.1.3). */
  proof: readonly string[];
  head: SignedTreeHead;
  /** The certificate of the journal's key (purpose: time stamping), and those up to the root's; base64 of DER. */
  certificates: readonly string[];
  /**
   * What the authority says when the export is made, base64 of an OCSP response; only of an act whose own answer does not name
   * its signature, as those of before did not.
   */
  status?: string;
}

type Signed = { extension?: unknown[] };

const isText = (value: unknown): value is string => typeof value === 'string';
const isBase64 = (value: unknown): boolean =>
  isText(value) && Buffer.from(value, 'base64').toString('base64') === value;
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isList = (value: unknown): boolean => Array.isArray(value) && value.every(isBase64);

type Shape = Record<string, (value: unknown) => boolean>;

const has = (value: unknown, shape: Shape): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).sort().join() === Object.keys(shape).sort().join() &&
  Object.entries(shape).every(([name, holds]) => holds((value as Record<string, unknown>)[name]));

const headShape: Shape = { key: isText, size: isCount, root: isBase64, at: isText, signature: isBase64 };
const anchorShape: Shape = {
  entry: isText,
  index: isCount,
  proof: isList,
  head: value => has(value, headShape),
  certificates: isList,
};

/** Whether a value is an anchor, with nothing else in it and each text in its one form. */
export const isAnchor = (value: unknown): value is Anchor =>
  has(value, anchorShape) || has(value, { ...anchorShape, status: isBase64 });

/** The Provenance with its anchor: what an export shows. */
export function withAnchor(provenance: Resource, anchor: Anchor): Resource {
  const [signature] = provenance.signature as [Signed];
  const text = canonicalText({ ...anchor, head: { ...anchor.head } });
  const extension = [
    ...(signature.extension ?? []),
    { url: anchorUrl, valueBase64Binary: Buffer.from(text).toString('base64') },
  ];
  return { ...provenance, signature: [{ ...signature, extension }] };
}

/** What the entry must be about. */
export interface Anchored {
  /** `signatureDigest` of the Provenance. */
  digest: string;
  signer: string;
  /** Versions that the entry must name: `Type/<id>/_history/<version>`. */
  versions: readonly string[];
  roots: readonly CertificateSource[];
}

const readEntry = (text: string): JournalEntry | undefined => {
  try {
    return (JSON.parse(text) as JournalEntry | null) ?? undefined;
  } catch {
    return undefined;
  }
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const isEntryOf = (entry: JournalEntry, { digest, signer, versions }: Anchored): boolean =>
  entry.outcome === 'success' &&
  entry.action === 'write' &&
  entry.who?.reference === signer &&
  listOf(entry.signatures).some(it => isSameText(it, digest)) &&
  versions.every(version => listOf(entry.resources).includes(version));

/** The journal's key is one that the root answers for, at the head's time, for telling time. */
function journalKey({ head, certificates }: Anchor, roots: readonly CertificateSource[]) {
  const [own, ...intermediates] = certificates.map(it => Buffer.from(it, 'base64'));
  const moment = new Date(head.at);
  const found = findPath(own ?? '', { intermediates, roots, moment, purpose: 'timeStamping' });
  if (!found.ok) refuse('anchor-foreign', found.why);
  const { key, extensions } = found.path[0];
  // An absent purpose would permit any: this one must be said.
  if (extensions.extKeyUsage === undefined || key?.asymmetricKeyType !== 'ed25519') refuse('anchor-foreign');
  if (!isSameText(head.key, thumbprint(key.export({ format: 'jwk' })))) refuse('anchor-foreign');
  return key;
}

/**
 * Checks an anchor (RFC 9162 §2.1.3.2): the entry is of this very signature, is a leaf of the tree, and the tree's head is
 * signed by the journal. Gives the entry, and when the head was signed: the act existed by then.
 */
export function checkAnchor(anchor: Anchor, about: Anchored): { entry: JournalEntry; at: Date } {
  const proof = anchor.proof.map(it => Buffer.from(it, 'base64'));
  const { size, root } = anchor.head;
  const leaf = entryLeaf(anchor.entry);
  if (!verifyInclusion(leaf, anchor.index, size, proof, Buffer.from(root, 'base64')))
    refuse('entry-not-in-journal');
  if (!verifyHead(anchor.head, journalKey(anchor, about.roots))) refuse('head-not-signed');
  const entry = readEntry(anchor.entry);
  if (entry === undefined || !isEntryOf(entry, about)) refuse('entry-foreign');
  return { entry, at: new Date(anchor.head.at) };
}
