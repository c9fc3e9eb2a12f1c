import type { Actor } from './actor.ts';
import { type ActCode, type ActRow, accessGrantProfile, acts } from './acts.data.ts';
import type { Action, CompiledMatrix } from './compile-matrix.ts';
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

/** Whether resources of that type may have been signed: changing one is then refused, whoever asks. */
export const mayBeSigned = (type: string): boolean =>
  type === 'Provenance' || acts.some(row => row.type === type);

/**
 * Whether a PractitionerRole is an access that was granted: a signed act, which says nothing of where somebody practises, nor
 * whether it is in force still.
 */
export const isAccessGrant = ({ meta }: { meta?: unknown }): boolean => {
  const { profile } = (meta ?? {}) as { profile?: unknown };
  return Array.isArray(profile) && profile.includes(accessGrantProfile);
};

/** Whether a person writes resources of that type by signed acts alone. A system signs its deposits (RFC 9421). */
export const isWrittenSigned = ({ kind }: Actor, type: string): boolean =>
  kind === 'practitioner' && acts.some(row => row.type === type);

/**
 * The decision on writing what an act is made of: that of any write, but that an act may open a domain to who signs it.
 * @param code of the act; none: any write
 */
export function decideWrite(
  matrix: CompiledMatrix,
  actor: Actor,
  purpose: Purpose,
  write: { action: Exclude<Action, 'read'>; domains: readonly Domain[]; usager?: string; code?: ActCode },
): Decision {
  const { action, domains, usager, code } = write;
  const opened = code !== undefined && maySign(actor, code) ? actOf(code).opens : undefined;
  const asked = opened === undefined ? domains : domains.filter(domain => domain !== opened);
  return decide(matrix, actor, purpose, action, asked, usager);
}

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
