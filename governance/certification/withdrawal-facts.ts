import type { Resource } from '@continuum/standards-fhir';
import { readWhole } from '@continuum/standards-fhir/same-json';

/** Everything that a withdrawal says; nothing else is in its resource. */
export interface WithdrawalFacts {
  /** The signed act of the attestation that ends: `VerificationResult/<id>`. */
  attestation: string;
  /** Name of the product, and the version that is not attested any more. */
  product: string;
  version: string;
  reason: string;
  /** The day, `2026-11-28`. */
  withdrawn: string;
  /** `Practitioner/<id>` and name of who withdraws it. */
  by: string;
  byName: string;
}

const base = 'https://continuum.health/fhir/StructureDefinition';
const versionUrl = `${base}/product-version`;
const reasonUrl = `${base}/withdrawal-reason`;

/**
 * The VerificationResult of an attestation that is withdrawn (FHIR R4: it failed when it was looked at again), without `id` and
 * `meta`. Made alike by the server, which writes it, and by the screen, which looks whether what it shows is all there is.
 */
export function toWithdrawal(facts: WithdrawalFacts): Resource {
  const { attestation, product, version, reason, withdrawn, by, byName } = facts;
  return {
    resourceType: 'VerificationResult',
    extension: [
      { url: versionUrl, valueString: version },
      { url: reasonUrl, valueString: reason },
    ],
    target: [{ reference: attestation, display: product }],
    status: 'reval-fail',
    statusDate: withdrawn,
    attestation: { who: { reference: by, display: byName }, date: withdrawn },
  };
}

interface Read {
  extension: [{ valueString: string }, { valueString: string }];
  target: [{ reference: string; display: string }];
  statusDate: string;
  attestation: { who: { reference: string; display: string } };
}

function read({ extension, target, statusDate, attestation }: Read): WithdrawalFacts {
  const { reference, display } = attestation.who;
  return {
    ...{ attestation: target[0].reference, product: target[0].display },
    ...{ version: extension[0].valueString, reason: extension[1].valueString },
    ...{ withdrawn: statusDate, by: reference, byName: display },
  };
}

/** What an act withdraws, when it says nothing but what a withdrawal does; undefined otherwise: it is then not shown, nor signed. */
export const readWithdrawal = (act: unknown): WithdrawalFacts | undefined =>
  readWhole(act, read, toWithdrawal);
