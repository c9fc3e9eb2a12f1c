import type { Resource } from '@continuum/standards-fhir';
import { isSameJson } from '@continuum/standards-fhir/same-json';
import { type ActCode, platformActor } from '@continuum/trust-access';
import type { AccessRequest } from '../access-request.ts';
import { refuse } from '../attempt.ts';
import { type At, holderOf } from '../deps.ts';
import { findPlaces } from '../registers.ts';
import { byRule } from '../rules/refusal.ts';
import { toGrant } from './grant-facts.ts';

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
  const id = given?.act.replace(/^PractitionerRole\//, '') ?? '';
  if (given === undefined) refuse(notSigned);
  const access = at.deps.gate.open(platformActor, { of: 'HOPERAT' }, at.caller.origin);
  const [signed] = await access.signedVersions('PractitionerRole', [id]);
  const isTheirs =
    signed?.signer === at.caller.actor.id &&
    signed.activity === grantCode &&
    signed.version === given.version;
  const read = isTheirs ? await access.read('PractitionerRole', id) : undefined;
  if (read?.outcome !== 'found') refuse(notSigned);
  const { id: _, meta: __, ...content } = JSON.parse(read.stored.body) as Resource;
  if (!isSameJson(content, await grantOf(at, request))) refuse(notSigned);
  return given;
}
