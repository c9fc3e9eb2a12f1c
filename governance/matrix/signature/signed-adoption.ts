import type { Gate, Origin } from '@continuum/record-gate';
import { readAct } from '@continuum/registries-credential';
import type { Resource } from '@continuum/standards-fhir';
import { isSameJson } from '@continuum/standards-fhir/same-json';
import type { ActCode, Actor } from '@continuum/trust-access';
import type { Version } from '../version.ts';
import { editable } from '../versions.ts';
import { type AdoptionFacts, readAdoption, toAdoption } from './adoption-facts.ts';

/** What whoever puts a version in force signs. */
export const adoptionCode: ActCode = 'adopt-matrix';

/** The act that a version in force rests on: `Library/<id>`, and its version. */
export interface AdoptionAct {
  act: string;
  version: number;
}

const factsOf = ({ id, base, reason, starts, table }: Version): AdoptionFacts => ({
  ...{ version: id, base: base!, reason, rows: editable(table) },
  ...(starts !== null && { starts }),
});

/** The act that puts a version in force, as its signer reads it. */
export const adoptionOf = (version: Version): Resource => toAdoption(factsOf(version));

/** What the act of a version says, as it is read. */
const asSigned = (version: Version): AdoptionFacts | undefined => readAdoption(adoptionOf(version));

/**
 * Whether an act puts that version in force, and nothing else, signed by whoever does. Its signature was verified when it
 * was written, and nobody writes one without; the record keeps both for good.
 */
export async function isAdoption(
  gate: Pick<Gate, 'open'>,
  { actor, origin }: { actor: Actor; origin: Origin },
  version: Version,
  { act, version: signedVersion }: AdoptionAct,
): Promise<boolean> {
  const found = await readAct(gate, origin, act, readAdoption);
  return (
    found?.signed.signer === actor.id &&
    found.signed.activity === adoptionCode &&
    found.signed.version === signedVersion &&
    isSameJson(found.says, asSigned(version))
  );
}

/** Whether what a version says is still what was signed. */
export async function saysWhatWasSigned(
  gate: Pick<Gate, 'open'>,
  origin: Origin,
  version: Version,
  act: string,
): Promise<boolean> {
  const found = await readAct(gate, origin, act, readAdoption);
  return found !== undefined && isSameJson(found.says, asSigned(version));
}
