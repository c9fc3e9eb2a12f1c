import type { Actor, Profile } from './actor.ts';
import type { CompiledMatrix } from './compile-matrix.ts';
import { type Denying, decide, refusedProfile } from './decide.ts';
import type { Purpose } from './purpose.ts';

/**
 * As what somebody takes part in the requests by which persons exercise their rights: the person or who acts for them, the
 * archives, and whoever answers for the protection of the information.
 */
export type RightsOffice = 'person' | 'archives' | 'privacy';

/** By profile. À valider: leaves to each body who answers for it. */
const offices: Readonly<Partial<Record<Profile, RightsOffice>>> = {
  citizen: 'person',
  archivist: 'archives',
  surveillance: 'privacy',
};

/** A permit, and as what; or a denial. */
export type RightsDecision = { permit: true; office: RightsOffice } | Denying;

const beyondToken: Denying = {
  permit: false,
  denial: 'scope-not-allowed',
  text: 'These requests are made and handled on the screens: no access token reaches them.',
};

/**
 * Whether somebody may read a person’s requests (`read`) or take a step in them (`write`), and as what. A citizen reaches
 * their own and those of whom they act for: a proxy who only reads takes no step. Who handles them reads who the person is,
 * and nothing clinical by it.
 * @param usager id of the Patient whose requests they are; undefined: everybody’s, which no citizen reaches
 */
export function decideRights(
  matrix: CompiledMatrix,
  actor: Actor,
  purpose: Purpose,
  action: 'read' | 'write',
  usager: string | undefined,
): RightsDecision {
  const office = offices[actor.profile];
  const decision =
    office === 'person'
      ? decide(matrix, actor, purpose, action, [], usager ?? '')
      : decide(matrix, actor, purpose, 'read', ['identity'], usager);
  if (!decision.permit) return decision;
  if (office === undefined) return refusedProfile;
  return actor.application === undefined && actor.scopes === undefined
    ? { permit: true, office }
    : beyondToken;
}
