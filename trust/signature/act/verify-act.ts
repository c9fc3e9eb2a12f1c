import { isResourceType, parseJson, type Resource } from '@continuum/standards-fhir';
import { checkAssertion, parseClientData } from '../assertion.ts';
import { type Certificate, type CertificateSource, tryCertificate } from '../certificate/read-certificate.ts';
import { findPath, type Path } from '../certificate/validate-path.ts';
import { isSameText } from '../same.ts';
import { checkAnchor } from './anchor.ts';
import { bearsSignature, type SignatureFacts, signatureDigest } from './provenance.ts';
import { type ActFailure, type ActFailureDetail, Refused, refuse } from './refused.ts';
import { factsOf } from './signature-facts.ts';
import { revokedLater, type SigningTime, signingTime } from './signing-time.ts';
import { signedAct } from './statement.ts';
import { hasUniqueMembers } from './unique-members.ts';

/**
 * Milliseconds: between the signature, the authority's answer and the entry; between the entry and the head that covers it, which
 * is as long as a journal may stand still before what it says of time no longer stands by itself.
 */
const ceremony = 10 * 60_000;
const numbering = 7 * 24 * 3_600_000;
const skew = 60_000;

/** What was verified of one act. */
export interface VerifiedAct {
  /** `Type/<id>`. */
  act: string;
  activity: string;
  signer: string;
  /** The name on the signer's certificate. */
  name: string;
  serial: string;
  /** When the signer says they signed. */
  recorded: Date;
  /**
   * The authority answered then, over this very signature, that the certificate counted. Where its answer names no signature, the
   * same as `provenBy`.
   */
  countedAt: Date;
  /** The journal proves that it existed by then. */
  provenBy: Date;
  /** The certificate was revoked later; at signing it counted. */
  revokedLater?: Date;
}

export type ActVerdict =
  | { ok: true; act: VerifiedAct }
  | { ok: false; act: string; why: ActFailure; detail?: ActFailureDetail };

interface Bundle extends Resource {
  entry: { resource: Resource }[];
}

function readBundle(text: string): Resource[] {
  try {
    const bundle = parseJson(text) as Bundle;
    if (!hasUniqueMembers(text)) refuse('said-twice');
    const resources = bundle.entry.map(({ resource }) => resource);
    const isExport =
      bundle.resourceType === 'Bundle' && resources.every(it => isResourceType(it.resourceType));
    return isExport ? resources : refuse('not-an-export');
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError || error instanceof RangeError)
      refuse('not-an-export');
    throw error;
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const referenceOf = ({ resourceType, id }: Resource): string => `${resourceType}/${textOf(id)}`;

const versionOf = (resource: Resource): string =>
  `${referenceOf(resource)}/_history/${textOf(resource.meta?.versionId)}`;

/** The one resource that is meant: two of the same id would let the reader choose. */
function actIn(resources: readonly Resource[], target: string): Resource {
  const found = resources.filter(it => referenceOf(it) === target);
  return found.length === 1 ? found[0]! : refuse('act-missing');
}

/** The challenge that would have been signed; an act with a number of no canonical form was never signed. */
function challengeOf(act: Resource, { claims }: SignatureFacts): string {
  try {
    return signedAct(act, claims).toString('base64url');
  } catch (error) {
    if (error instanceof RangeError) refuse('content-changed');
    throw error;
  }
}

function checkContent(act: Resource, facts: SignatureFacts): void {
  const challenge = parseClientData(facts.assertion)?.challenge;
  if (!isSameText(challenge, challengeOf(act, facts))) refuse('content-changed');
}

/** The address of the signer, as the authority wrote it: `<server>/fhir/R4/<signer>` (RFC 5280 §4.2.1.6). */
function originOf({ extensions }: Certificate, signer: string): string {
  const address = (extensions.subjectAltName?.value ?? []).find(
    name => name.kind === 'uri' && name.value.endsWith(`/fhir/R4/${signer}`),
  );
  if (address?.kind !== 'uri' || !URL.canParse(address.value)) refuse('signer-foreign');
  return new URL(address.value).origin;
}

function checkSigner(facts: SignatureFacts, roots: readonly CertificateSource[], moment: Date): Path {
  const [own, ...intermediates] = facts.certificates;
  const rules = { intermediates, roots, purpose: 'documentSigning', keyUsage: 'digitalSignature' } as const;
  const found = findPath(own ?? '', { ...rules, moment });
  if (!found.ok) refuse('certificate-refused', found.why);
  const { key, extensions } = found.path[0];
  // An absent purpose would permit any: signing must be said.
  if (extensions.extKeyUsage === undefined) refuse('certificate-refused', 'purpose-foreign');
  const origin = originOf(found.path[0], facts.claims.signer);
  const why = checkAssertion(facts.assertion, key!.export({ format: 'jwk' }), [origin]);
  if (why !== undefined) refuse('assertion-refused', why);
  // Each of those that came along is needed, in their order: nothing rides with the signature.
  const isWhole = found.path
    .slice(0, -1)
    .every((it, at) => it.der.equals(facts.certificates[at] ?? Buffer.alloc(0)));
  if (!isWhole || found.path.length !== facts.certificates.length + 1) refuse('certificate-refused');
  return found.path;
}

interface Times {
  recorded: Date;
  counted: Date;
  entered: Date;
  head: Date;
}

/** A minute of difference between clocks is nobody's lie. */
function checkTimes({ recorded, counted, entered, head }: Times, isNamed: boolean): void {
  const after = (from: Date, to: Date): number => to.getTime() - from.getTime();
  const holds =
    Math.abs(after(recorded, entered)) <= ceremony &&
    (!isNamed || Math.abs(after(recorded, counted)) <= ceremony) &&
    after(entered, head) >= -skew &&
    after(entered, head) <= numbering;
  if (!holds) refuse('time-out-of-bounds');
}

const commonName = ({ subject }: Certificate): string =>
  subject.attributes.find(({ type }) => type === '2.5.4.3')?.value ?? '';

/** The content, the signature, the signer and their certificate, when it signed. */
function checkBy(
  act: Resource,
  facts: SignatureFacts,
  roots: readonly CertificateSource[],
  time: SigningTime,
) {
  checkContent(act, facts);
  const path = checkSigner(facts, roots, time.at);
  return { path, later: revokedLater(path, time) };
}

/**
 * Whether an act that was just signed holds, as `verifyAct` will ask later: all but what the journal proves, which has no
 * entry of it yet. Who is about to write it asks this; undefined when it holds.
 * @throws TypeError when a root is not a certificate.
 */
export function checkSignedAct(
  act: Resource,
  facts: SignatureFacts,
  roots: readonly CertificateSource[],
  moment: Date,
): { why: ActFailure; detail?: ActFailureDetail } | undefined {
  const verdict = verdictOf(facts.target, () => {
    if (`${act.resourceType}/${act.id}` !== facts.target) refuse('act-missing');
    const time = signingTime(facts);
    const { later } = checkBy(act, facts, roots, time);
    if (later !== undefined) refuse('revoked');
    const apart = Math.abs(moment.getTime() - time.at.getTime());
    return apart > skew ? refuse('time-out-of-bounds') : undefined;
  });
  return verdict.ok ? undefined : { why: verdict.why, ...(verdict.detail && { detail: verdict.detail }) };
}

function verifyOne(
  provenance: Resource,
  resources: readonly Resource[],
  roots: readonly CertificateSource[],
) {
  const { facts, anchor } = factsOf(provenance);
  const act = actIn(resources, facts.target);
  checkContent(act, facts);
  const { signer, recorded, activity } = facts.claims;
  const versions = [act, provenance].map(versionOf);
  const digest = signatureDigest(provenance);
  const { entry, at: head } = checkAnchor(anchor, { digest, signer, versions, roots });
  const status = anchor.status === undefined ? {} : { status: Buffer.from(anchor.status, 'base64') };
  const time = signingTime(facts, { head, ...status });
  const times = { recorded: new Date(recorded), counted: time.at, entered: new Date(entry.at), head };
  checkTimes(times, anchor.status === undefined);
  const { path, later } = checkBy(act, facts, roots, time);
  return {
    act: facts.target,
    activity: textOf(activity.display ?? activity.code),
    signer,
    name: commonName(path[0]),
    serial: path[0].serial.toString(16),
    recorded: times.recorded,
    countedAt: time.at,
    provenBy: head,
    ...(later && { revokedLater: later }),
  };
}

type Verdict<T> = { ok: true; act: T } | Exclude<ActVerdict, { ok: true }>;

function verdictOf<T>(act: string, verify: () => T): Verdict<T> {
  try {
    return { ok: true, act: verify() };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { why, detail } = error;
    return { ok: false, act, why, ...(detail && { detail }) };
  }
}

const targetOf = (provenance: Resource): string => {
  const [target] = Array.isArray(provenance.target) ? (provenance.target as { reference?: unknown }[]) : [];
  return typeof target?.reference === 'string' ? target.reference : referenceOf(provenance);
};

/**
 * Verifies the signed acts of an export, offline (FHIR R4 Signature; WebAuthn level 3, §7.2; RFC 5280 §6.1; RFC 6960 §3.2;
 * RFC 9162 §2.1.3): that each act is, to the last member but `meta`, what was signed; by whom; that their certificate led
 * to the root and counted when the authority answered over that very signature (`signingTime`); that the journal has it. One verdict
 * for each signature.
 * @param text a FHIR Bundle with the acts and their Provenances, as JSON: as it was received, for the digits of decimals.
 * @param roots PEM or DER: whom the verifier believes, and nothing else of the export is believed without.
 * @throws TypeError when a root is not a certificate.
 */
export function verifyAct(text: string, roots: readonly CertificateSource[]): ActVerdict[] {
  if (roots.some(root => tryCertificate(root) === undefined))
    throw new TypeError('A root is not a certificate.');
  try {
    const resources = readBundle(text);
    const signatures = resources.filter(bearsSignature);
    if (signatures.length === 0) refuse('not-an-export');
    return signatures.map(it => verdictOf(targetOf(it), () => verifyOne(it, resources, roots)));
  } catch (error) {
    if (error instanceof Refused) return [{ ok: false, act: '', why: error.why }];
    throw error;
  }
}
