import type { Resource } from '@continuum/standards-fhir';
import { readWhole } from '@continuum/standards-fhir/same-json';
import { type Family, families } from './rules.data.ts';

/** Everything that an attestation says; nothing else is in its resource. */
export interface CertificationFacts {
  /** Client id of the partner whose product it is, and the product's name. */
  client: string;
  product: string;
  version: string;
  /** What it meets, by family. */
  requirements: Record<Family, string>;
  /** Days, `2026-11-28`: of the penetration test, from which, and to which included. */
  penetrationTest: string;
  certified: string;
  until: string;
  /** `Practitioner/<id>` and name of who attests it. */
  by: string;
  byName: string;
}

const base = 'https://continuum.health/fhir';
const clientSystem = `${base}/NamingSystem/client`;
const versionUrl = `${base}/StructureDefinition/product-version`;
const testUrl = `${base}/StructureDefinition/penetration-test`;
const familySystem = `${base}/CodeSystem/certification-family`;

/**
 * The VerificationResult of a version of a product that is attested (FHIR R4), without `id` and `meta`. Made alike by the server,
 * which writes it, and by the screen, which looks whether what it shows is all there is.
 */
export function toCertification(facts: CertificationFacts): Resource {
  const { client, product, version, requirements, penetrationTest, certified, until, by, byName } = facts;
  return {
    resourceType: 'VerificationResult',
    extension: [
      { url: versionUrl, valueString: version },
      { url: testUrl, valueDate: penetrationTest },
    ],
    target: [{ type: 'Device', identifier: { system: clientSystem, value: client }, display: product }],
    status: 'validated',
    statusDate: certified,
    validationProcess: families.map(family => ({
      coding: [{ system: familySystem, code: family }],
      text: requirements[family],
    })),
    nextScheduled: until,
    attestation: { who: { reference: by, display: byName }, date: certified },
  };
}

interface Read {
  extension: [{ valueString: string }, { valueDate: string }];
  target: [{ identifier: { value: string }; display: string }];
  statusDate: string;
  validationProcess: { text: string }[];
  nextScheduled: string;
  attestation: { who: { reference: string; display: string } };
}

function read({ extension, target, validationProcess, ...act }: Read): CertificationFacts {
  const [{ identifier, display }] = target;
  const { reference, display: byName } = act.attestation.who;
  const met = families.map((family, at) => [family, validationProcess[at]!.text]);
  return {
    ...{ client: identifier.value, product: display, version: extension[0].valueString },
    requirements: Object.fromEntries(met) as Record<Family, string>,
    penetrationTest: extension[1].valueDate,
    ...{ certified: act.statusDate, until: act.nextScheduled, by: reference, byName },
  };
}

/** What an act attests, when it says nothing but what an attestation does; undefined otherwise: it is then not shown, nor signed. */
export const readCertification = (act: unknown): CertificationFacts | undefined =>
  readWhole(act, read, toCertification);
