import { always, authority, endEntity, firstFailure, signed } from './conformance.ts';
import { keyUsages } from './extension.ts';
import { isSameName } from './name.ts';
import { isPermitted, namesOf } from './name-constraints.ts';
import type { PathFailure } from './path.ts';
import { bearsName, type PeerName } from './peer-name.ts';
import {
  type Certificate,
  type CertificateSource,
  isSelfIssued,
  isSignedBy,
  tryCertificate,
} from './read-certificate.ts';
import { checkRoot, checkServer, serverAuth } from './web-profile.ts';

/** What the path is for. */
export interface PathRules {
  /** In any order; those that lead nowhere do no harm. */
  intermediates?: readonly CertificateSource[];
  /** Whom we believe. */
  roots: readonly CertificateSource[];
  /** All of it must be valid then. */
  moment: Date;
  /** The purpose that the extended key usage must permit; without one, none is asked. */
  purpose?: keyof typeof purposes;
  /** The use that the key must have. */
  keyUsage?: keyof typeof keyUsages;
  name?: PeerName;
  /** How many authorities may stand between root and subject, self-issued ones apart. */
  maxDepth?: number;
}

export const purposes = {
  serverAuth,
  clientAuth: '1.3.6.1.5.5.7.3.2',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  OCSPSigning: '1.3.6.1.5.5.7.3.9',
  documentSigning: '1.3.6.1.5.5.7.3.36',
} as const;

/** From the subject up to the root. */
export type Path = readonly [Certificate, ...Certificate[]];

export type FoundPath = { ok: true; path: Path } | { ok: false; why: PathFailure };

const anyPurpose = '2.5.29.37.0';

/** As many signatures and comparisons as one certificate may cost; honest paths need a hundredth. */
const mostSignatures = 64;
const mostComparisons = 250_000;
const longestPath = 10;

const checkMoment = ({ notBefore, notAfter }: Certificate, moment: Date): PathFailure | undefined => {
  if (!(moment >= notBefore)) return 'not-yet-valid';
  return moment <= notAfter ? undefined : 'expired';
};

/** Self-issued authorities do not count (§6.1.4 (l), (m)); `above` are those between the subject and this one. */
function checkLength(path: Path, maxDepth: number): PathFailure | undefined {
  let steps = 0;
  for (const certificate of path.slice(1)) {
    const most = certificate.extensions.basicConstraints?.value.pathLen;
    if (most !== undefined && steps > most) return 'path-too-long';
    const isRoot = certificate === path.at(-1);
    if (!isRoot && !isSelfIssued(certificate)) steps += 1;
  }
  return steps > maxDepth ? 'path-too-long' : undefined;
}

/** Each authority's purposes bound those below it; the root's do not, having been chosen (§4.2.1.12). */
function checkPurpose(path: Path, purpose: string | undefined): PathFailure | undefined {
  if (purpose === undefined) return undefined;
  const permits = ({ extensions: { extKeyUsage } }: Certificate): boolean =>
    extKeyUsage === undefined || extKeyUsage.value.some(it => it === purpose || it === anyPurpose);
  return path.slice(0, -1).every(permits) ? undefined : 'purpose-foreign';
}

const lengthOf = (list: readonly unknown[] | undefined): number => list?.length ?? 0;

/** The constraints of each authority bind all below it, but for self-issued ones in between (§6.1.3 (b), (c)). */
function checkNames(path: Path): PathFailure | undefined {
  let comparisons = 0;
  for (const [at, { extensions }] of path.entries()) {
    const constraints = extensions.nameConstraints?.value;
    if (constraints === undefined) continue;
    const bound = path.slice(0, at).filter((it, below) => below === 0 || !isSelfIssued(it));
    const names = bound.flatMap(namesOf);
    comparisons += names.length * (lengthOf(constraints.permitted) + lengthOf(constraints.excluded));
    if (comparisons > mostComparisons) return 'too-complex';
    if (!names.every(name => isPermitted(name, constraints))) return 'name-not-permitted';
  }
  return undefined;
}

function checkSubject(leaf: Certificate, { keyUsage, name, purpose }: PathRules): PathFailure | undefined {
  const uses = leaf.extensions.keyUsage?.value;
  if (keyUsage !== undefined && uses?.has(keyUsages[keyUsage]) !== true) return 'use-foreign';
  if (name !== undefined && !bearsName(leaf, name)) return 'name-foreign';
  return purpose === 'serverAuth' ? checkServer(leaf) : undefined;
}

const subjectChecks = [...signed, ...always, ...endEntity];

const checksOf = (path: Path, certificate: Certificate) => {
  if (certificate === path[0]) return subjectChecks;
  return certificate === path.at(-1) ? [...always, ...authority] : [...signed, ...always, ...authority];
};

/** A whole path, every rule (§6.1): from what a certificate is in itself to what the path lets it be. */
function checkPath(path: Path, rules: PathRules): PathFailure | undefined {
  const [leaf, ...authorities] = path;
  const root = authorities.at(-1)!;
  for (const certificate of [...path].reverse()) {
    const why =
      firstFailure(checksOf(path, certificate), certificate) ?? checkMoment(certificate, rules.moment);
    if (why !== undefined) return why;
  }
  return (
    checkLength(path, rules.maxDepth ?? longestPath) ??
    checkPurpose(path, rules.purpose && purposes[rules.purpose]) ??
    checkNames(path) ??
    checkSubject(leaf, rules) ??
    (rules.purpose === 'serverAuth' ? checkRoot(root) : undefined)
  );
}

/** Named as its issuer, with the key that it says (§4.2.1.1). */
const isIssuerOf = (issuer: Certificate, { issuer: name, extensions }: Certificate): boolean => {
  const key = extensions.authorityKeyIdentifier?.value.keyIdentifier;
  const own = issuer.extensions.subjectKeyIdentifier?.value;
  return isSameName(issuer.subject, name) && (key === undefined || own === undefined || key === own);
};

interface Search {
  rules: PathRules;
  intermediates: readonly Certificate[];
  roots: readonly Certificate[];
  signatures: number;
  /** What was wrong with the path that came furthest. */
  why: PathFailure;
  depth: number;
}

function note(search: Search, path: Path, why: PathFailure): void {
  if (path.length >= search.depth) Object.assign(search, { why, depth: path.length });
}

function isSigned(search: Search, certificate: Certificate, issuer: Certificate): boolean {
  search.signatures += 1;
  return search.signatures <= mostSignatures && isSignedBy(certificate, issuer);
}

/** Tries each way up, roots first; a certificate stands in a path once. */
function climb(search: Search, path: Path): Path | undefined {
  const last = path.at(-1)!;
  const candidates = [...search.roots, ...search.intermediates].filter(
    it => isIssuerOf(it, last) && !path.some(({ der }) => der.equals(it.der)),
  );
  for (const issuer of candidates) {
    if (search.signatures > mostSignatures) return undefined;
    const longer: Path = [...path, issuer];
    const isRoot = search.roots.includes(issuer);
    if (!isSigned(search, last, issuer)) note(search, longer, 'signature-invalid');
    else if (isRoot) {
      const why = checkPath(longer, search.rules);
      if (why === undefined) return longer;
      note(search, longer, why);
    } else if (longer.length <= longestPath) {
      const found = climb(search, longer);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

const readAll = (sources: readonly CertificateSource[]): Certificate[] =>
  sources.map(tryCertificate).filter(it => it !== undefined);

/**
 * Finds a path from a certificate to one of the roots that holds at the moment, every rule of it (RFC 5280 §6.1,
 * and what §4 asks of each certificate). Of several ways up one suffices. Certificate policies are not asked
 * for: a path that insists on them (§4.2.1.11, critical) is refused. Revocation is `checkRevocation`'s.
 */
export function findPath(leaf: CertificateSource, rules: PathRules): FoundPath {
  const subject = tryCertificate(leaf);
  if (subject === undefined) return { ok: false, why: 'malformed' };
  const own = firstFailure(subjectChecks, subject) ?? checkMoment(subject, rules.moment);
  if (own !== undefined) return { ok: false, why: own };
  const search: Search = {
    rules,
    intermediates: readAll(rules.intermediates ?? []),
    roots: readAll(rules.roots),
    signatures: 0,
    why: 'issuer-unknown',
    depth: 0,
  };
  const path = climb(search, [subject]);
  if (path) return { ok: true, path };
  return { ok: false, why: search.signatures > mostSignatures ? 'too-complex' : search.why };
}

/**
 * Whether a certificate counts at a moment (RFC 5280 §6.1): undefined, or why not. See `findPath`.
 * @param leaf PEM or DER, as all certificates here.
 */
export function validatePath(leaf: CertificateSource, rules: PathRules): PathFailure | undefined {
  const found = findPath(leaf, rules);
  return found.ok ? undefined : found.why;
}
