import { readAct } from '@continuum/registries-credential';
import type { Resource } from '@continuum/standards-fhir';
import { isSameJson } from '@continuum/standards-fhir/same-json';
import type { ActCode } from '@continuum/trust-access';
import type { AccessRequest } from '../access-request.ts';
import { refuse } from '../attempt.ts';
import { type At, holderOf } from '../deps.ts';
import { findPlaces } from '../registers.ts';
import { byRule } from '../rules/refusal.ts';
import { readGrant, toGrant } from './grant-facts.ts';

/** What an AGA signs. */
export const grantCode: ActCode = 'grant-access';

/** The act that an authorization rests on: `PractitionerRole/<id>`, and its version. */
export interface GrantAct {
  act: string;
  version: number;
}

/** The grant of what a request asks, as its signer reads it: with the names of the places that the register has now. */
export async function grantOf(at: At, request: AccessRequest): Promise<Resource> {
  const names = new Map((await findPlaces(at, request.organization)).map(({ id, name }) => [id, name]));
  return toGrant({
    request: request.id,
    practitioner: { reference: holderOf(request.practitioner), name: request.practitionerName },
    organization: { reference: `Organization/${request.organization}`, name: request.organizationName },
    profile: request.profile,
    places: request.places.map(id => ({ reference: `Location/${id}`, name: names.get(id) ?? id })),
    starts: request.starts,
    ...(request.ends !== null && { ends: request.ends }),
  });
}

const notSigned = byRule(
  'signature',
  'act: l’octroi est signé par la clé de qui accepte la demande, pour ce qu’elle demande maintenant; relisez-le et signez-le.',
  'act: the grant is signed by the key of who accepts the request, for what it asks now; read it again and sign it.',
);

/**
 * The signed grant with which a request is accepted: the act of whoever accepts, which says what the request does, and nothing else.
 * Its signature was verified when it was written, and nobody writes one without; the record keeps both for good.
 */
export async function signedGrant(
  at: At,
  request: AccessRequest,
  given: GrantAct | undefined,
): Promise<GrantAct> {
  if (given === undefined) refuse(notSigned);
  const { actor, origin } = at.caller;
  const found = await readAct(at.deps.gate, origin, given.act, readGrant);
  const isTheirs =
    found?.signed.signer === actor.id &&
    found.signed.activity === grantCode &&
    found.signed.version === given.version;
  if (!isTheirs || !isSameJson(toGrant(found.says), await grantOf(at, request))) refuse(notSigned);
  return given;
}
