import type { Actor } from './actor.ts';
import { type ActCode, type ActRow, acts } from './acts.data.ts';
import type { CompiledMatrix } from './compile-matrix.ts';
import { type Decision, decide } from './decide.ts';
import { clinicalDomains, type Domain } from './domain.ts';
import type { Purpose } from './purpose.ts';

/** The row of an act. */
export const actOf = (code: ActCode): ActRow => acts.find(row => row.code === code)!;

/**
 * Whether somebody may sign an act of that code: themself, with a key of their own, and no application in between. Whoever
 * may not is told the same as for any domain that is closed to them.
 */
export const maySign = ({ kind, profile, credential, application }: Actor, code: ActCode): boolean =>
  kind === 'practitioner' &&
  credential.kind === 'key' &&
  application === undefined &&
  actOf(code).profiles.includes(profile);

/** Whether a person writes resources of that type by signed acts alone. A system signs its deposits (RFC 9421). */
export const isWrittenSigned = ({ kind }: Actor, type: string): boolean =>
  kind === 'practitioner' && acts.some(row => row.type === type);

/** Who operates the platform proves a signed act to whom asks for it: what it is about, they read nowhere else. */
const proving: readonly Domain[] = ['identity', 'registry', ...clinicalDomains];

/**
 * The decision on taking a signed act out with what proves it: whoever may read it, and who operates the platform, from its
 * own command line; refusals are obeyed.
 */
export function decideProof(
  matrix: CompiledMatrix,
  actor: Actor,
  purpose: Purpose,
  domains: readonly Domain[],
): Decision {
  if (actor.profile !== 'platform' || purpose.of !== 'HSYSADMIN')
    return decide(matrix, actor, purpose, 'read', domains);
  const decision = decide(matrix, actor, purpose, 'read', []);
  if (!decision.permit) return decision;
  return { permit: true, sight: { ...decision.sight, domains: proving } };
}
