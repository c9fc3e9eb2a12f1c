import { generateKeyPairSync, KeyObject, webcrypto } from 'node:crypto';
import { formatJson, type Resource } from '@continuum/standards-fhir';
import {
  entryLeaf,
  entryText,
  inclusionProof,
  type JournalEntry,
  leafHash,
  rootOf,
  signHead,
} from '@continuum/trust-audit';
import { type Anchor, withAnchor } from '../act/anchor.ts';
import { signatureDigest, signatureNonce, toProvenanceSignature } from '../act/provenance.ts';
import { type ActClaims, signedAct } from '../act/statement.ts';
import { thumbprint } from '../thumbprint.ts';
import { makeOcsp, type Said } from './evidence.ts';
import { type Issued, issue, makeHouse } from './issue.ts';
import { assertWith } from './sign.ts';

export const server = 'https://exchange.example';
export const signer = 'Practitioner/p1';
export const recorded = new Date('2026-03-01T12:00:00Z');

const later = (ms: number): Date => new Date(recorded.getTime() + ms);

/** Who takes part: the authority, a clinician with a key, the journal. */
export interface Cast {
  root: Issued;
  authority: Issued;
  clinician: Issued;
  journal: Issued;
}

export async function makeCast(): Promise<Cast> {
  const { root, authority } = await makeHouse();
  const clinician = await issue({
    subject: 'CN=Dre Anne Tremblay',
    issuer: authority,
    purposes: ['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.36'],
    uris: [`${server}/fhir/R4/${signer}`],
  });
  const keys = (await webcrypto.subtle.generateKey('Ed25519', true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  const purposes = ['1.3.6.1.5.5.7.3.8'];
  const journal = await issue({ subject: 'CN=Journal', issuer: authority, purposes, keys });
  return { root, authority, clinician, journal };
}

export const prescription: Resource = {
  resourceType: 'MedicationRequest',
  id: 'm1',
  meta: { versionId: '1', lastUpdated: '2026-03-01T12:00:01Z' },
  status: 'active',
  intent: 'order',
  medicationCodeableConcept: {
    coding: [{ system: 'urn:din', code: '02242912' }],
    text: 'Amoxicilline 500 mg',
  },
  subject: { reference: 'Patient/u1' },
  requester: { reference: signer },
  dosageInstruction: [
    {
      text: '1 capsule trois fois par jour',
      doseAndRate: [{ doseQuantity: { value: 1.5, unit: 'capsule' } }],
    },
    { text: 'pendant 7 jours', asNeededBoolean: false },
  ],
};

const claims: ActClaims = {
  activity: {
    system: 'https://continuum.health/fhir/CodeSystem/act',
    code: 'prescribe',
    display: 'Prescription',
  },
  signer,
  onBehalfOf: 'Organization/clinic',
  recorded: recorded.toISOString(),
};

export interface Wish {
  act?: Resource;
  /** Changes what the clinician says, before she signs. */
  said?: Partial<ActClaims>;
  ocsp?: Partial<Said>;
  /** The authority's answer does not say over which signature it was given, as it did not before. */
  unnamed?: boolean;
  /** What the authority says when the export is made. */
  status?: Partial<Said>;
  entry?: Partial<JournalEntry>;
  /** What stands in the journal instead of an entry. */
  entryText?: string;
  /** When the head was signed. */
  headAt?: Date;
  /** Whose key signs the head. */
  journal?: Issued;
  clinician?: Issued;
  origin?: string;
}

function entryOf(provenance: Resource, act: Resource, wish: Wish): JournalEntry {
  return {
    id: '0195',
    at: later(2000).toISOString(),
    who: {
      reference: signer,
      name: 'Dre Anne Tremblay',
      profile: 'physician',
      kind: 'practitioner',
      credential: { kind: 'key', id: 'k' },
    },
    purpose: { of: 'TREAT' },
    action: 'write',
    outcome: 'success',
    channel: 'fhir',
    address: '192.0.2.1',
    request: 'r1',
    usager: 'u1',
    domains: ['medication'],
    resources: [act, provenance].map(it => `${it.resourceType}/${it.id}/_history/1`),
    signatures: [signatureDigest(provenance)],
    ...wish.entry,
  } as JournalEntry;
}

async function statusOf({ authority, clinician }: Cast, wish: Wish) {
  if (wish.status === undefined) return {};
  const said = { thisUpdate: later(86_400_000), ...wish.status };
  return { status: (await makeOcsp(clinician, authority, said)).toString('base64') };
}

async function anchorOf(entry: string, cast: Cast, wish: Wish): Promise<Anchor> {
  const journal = wish.journal ?? cast.journal;
  const others = Array.from({ length: 6 }, (_, at) => leafHash(Buffer.from(`entry ${at}`)));
  const leaves = [...others.slice(0, 4), entryLeaf(entry), ...others.slice(4)];
  const key = KeyObject.from(journal.keys.privateKey);
  const name = thumbprint(KeyObject.from(journal.keys.publicKey).export({ format: 'jwk' }));
  const at = (wish.headAt ?? later(5000)).toISOString();
  const head = { key: name, size: leaves.length, root: rootOf(leaves).toString('base64'), at };
  return {
    entry,
    index: 4,
    proof: inclusionProof(leaves, 4).map(it => it.toString('base64')),
    head: signHead(head, key),
    certificates: [journal.der, cast.authority.der].map(it => it.toString('base64')),
    ...(await statusOf(cast, wish)),
  };
}

/** The Provenance of an act that the clinician signed, as it is given to the record. */
export async function signProvenance(cast: Cast, wish: Wish = {}): Promise<Resource> {
  const act = wish.act ?? prescription;
  const clinician = wish.clinician ?? cast.clinician;
  const own = { ...claims, ...wish.said };
  const challenge = signedAct(act, own).toString('base64url');
  const assertion = assertWith(clinician.keys.privateKey, challenge, wish.origin ?? server);
  const nonce = wish.unnamed ? {} : { nonce: signatureNonce(assertion) };
  const ocsp = { thisUpdate: later(1000), nextUpdate: later(3_601_000), ...nonce, ...wish.ocsp };
  return toProvenanceSignature({
    id: 'v1',
    target: `${act.resourceType}/${act.id}`,
    claims: own,
    assertion,
    certificates: [clinician.der, cast.authority.der],
    ocsp: await makeOcsp(clinician, cast.authority, ocsp),
  });
}

/** An act signed and entered as a server does it; what is wished for is wrong from the beginning. */
export async function signAct(cast: Cast, wish: Wish = {}): Promise<{ act: Resource; provenance: Resource }> {
  const act = wish.act ?? prescription;
  const meta = { versionId: '1', lastUpdated: '2026-03-01T12:00:01Z' };
  const provenance = { ...(await signProvenance(cast, wish)), meta };
  const entry = wish.entryText ?? entryText(entryOf(provenance, act, wish));
  return { act, provenance: withAnchor(provenance, await anchorOf(entry, cast, wish)) };
}

/** The export of acts and their Provenances, as text. */
export const toExport = (resources: readonly Resource[]): string => {
  const entry = resources.map(it => `{"resource":${formatJson(it)}}`).join(',');
  return `{"resourceType":"Bundle","type":"collection","entry":[${entry}]}`;
};

/** A journal of somebody else: a key that no authority knows. */
export function strangeKeys(): webcrypto.CryptoKeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const usable = { name: 'Ed25519' };
  return {
    privateKey: privateKey.toCryptoKey(usable, true, ['sign']),
    publicKey: publicKey.toCryptoKey(usable, true, ['verify']),
  };
}
