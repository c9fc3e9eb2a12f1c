import { hash } from 'node:crypto';
import type { Resource } from '@continuum/standards-fhir';
import { canonicalText, type Json } from '@continuum/trust-audit';
import type { Assertion } from '../assertion.ts';
import type { ActClaims } from './statement.ts';

const extensionUrl = (name: string): string =>
  `https://continuum.health/fhir/StructureDefinition/signature-${name}`;
export const certificateUrl = extensionUrl('certificate');
export const revocationUrl = extensionUrl('revocation');
export const anchorUrl = extensionUrl('anchor');

/** All that a signature needs to be checked years later. */
export interface SignatureFacts {
  /** `Type/<id>` of the act. */
  target: string;
  /** Id of the Provenance itself. */
  id: string;
  claims: ActClaims;
  assertion: Assertion;
  /** DER, from the signer's to the one that the root issued; the root is not among them. */
  certificates: readonly Uint8Array[];
  /** The OCSP response about the signer's certificate, to a question whose nonce is `signatureNonce`, DER. */
  ocsp: Uint8Array;
}

const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64');

const isSaid = (url: string, bytes: Uint8Array) => ({ url, valueBase64Binary: base64(bytes) });

/** Who signed, as whom (FHIR R4, Provenance.agent). */
const agentOf = ({ signer, onBehalfOf }: ActClaims) => ({
  type: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type', code: 'author' }],
  },
  who: { reference: signer },
  ...(onBehalfOf !== undefined && { onBehalfOf: { reference: onBehalfOf } }),
});

const assertionText = ({ id, response }: Assertion): string => {
  const { clientDataJSON, authenticatorData, signature } = response;
  return canonicalText({ id, response: { clientDataJSON, authenticatorData, signature } });
};

/**
 * The nonce with which the authority is asked about the signer's certificate once they have signed: the SHA-256 of their
 * assertion. Its answer then says by itself that this very signature was there when it was given (RFC 9654 §2.1).
 */
export const signatureNonce = (assertion: Assertion): Buffer =>
  hash('sha256', assertionText(assertion), 'buffer');

/**
 * The Provenance that bears an act's signature (FHIR R4 2.24.0.11, Signature; ASTM E1762-95: author's signature).
 * `data` is the assertion as JSON; its extensions carry the chain and the OCSP response, so that nothing has to be
 * asked of anybody. Every member follows from the facts: `verifyAct` makes it again and compares.
 */
export function toProvenanceSignature(facts: SignatureFacts): Resource {
  const { id, target, claims, assertion, certificates, ocsp } = facts;
  return {
    resourceType: 'Provenance',
    id,
    target: [{ reference: target }],
    recorded: claims.recorded,
    activity: { coding: [claims.activity] },
    agent: [agentOf(claims)],
    signature: [
      {
        extension: [...certificates.map(der => isSaid(certificateUrl, der)), isSaid(revocationUrl, ocsp)],
        type: [
          {
            system: 'urn:iso-astm:E1762-95:2013',
            code: '1.2.840.10065.1.12.1.1',
            display: 'Author’s Signature',
          },
        ],
        when: claims.recorded,
        who: { reference: claims.signer },
        targetFormat: 'application/fhir+json',
        sigFormat: 'application/json',
        data: base64(assertionText(assertion)),
      },
    ],
  };
}

/** Whether a resource is the Provenance of something signed. */
export const bearsSignature = ({ resourceType, signature }: Resource): boolean =>
  resourceType === 'Provenance' && Array.isArray(signature) && signature.length > 0;

/** A Provenance without what the record adds: its version, and the anchor that an export brings. */
export function bare({ meta: _meta, ...provenance }: Resource): Resource {
  if (!Array.isArray(provenance.signature)) return provenance as Resource;
  const signature = (provenance.signature as ({ extension?: { url?: string }[] } | null)[]).map(it =>
    Array.isArray(it?.extension)
      ? { ...it, extension: it.extension.filter(extension => extension?.url !== anchorUrl) }
      : it,
  );
  return { ...provenance, signature } as Resource;
}

/**
 * What the journal's entry of the act holds: the SHA-256, base64url, of the canonical text of its Provenance without `meta`
 * and anchor. The time of the entry is so the time by which the signature existed.
 */
export const signatureDigest = (provenance: Resource): string =>
  hash('sha256', canonicalText(bare(provenance) as Json), 'base64url');
