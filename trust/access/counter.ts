import type { Actor, Profile } from './actor.ts';
import type { Domain } from './domain.ts';
import type { Purpose, PurposeOfUse } from './purpose.ts';

/** What staff sees and changes for somebody who asks at the counter, whatever its row gives otherwise: nothing clinical. */
const counterDomains: readonly Domain[] = ['identity', 'registry', 'directive'];

/**
 * Whether what is done must be in the record of somebody whom the actor decides for: a citizen, or staff at the counter,
 * for the person who asks.
 */
export const isForPerson = ({ kind, atRequestOf }: Pick<Actor, 'kind' | 'atRequestOf'>): boolean =>
  kind === 'citizen' || atRequestOf !== undefined;

/** Whether a purpose may give a domain to a profile at all: a person’s request, to staff, what exists at the counter. */
export const isGivenFor = (profile: Profile, of: PurposeOfUse, domain: Domain): boolean =>
  of !== 'PATRQT' || profile === 'citizen' || counterDomains.includes(domain);

/** Of some domains, those that exist at the counter; elsewhere, all. */
export const atCounter = ({ atRequestOf }: Actor, domains: readonly Domain[]): readonly Domain[] =>
  atRequestOf === undefined ? domains : domains.filter(domain => counterDomains.includes(domain));

/** Why somebody does not act at the counter, or acts nowhere else for that purpose. */
export type CounterDenial = 'request-missing' | 'request-purpose' | 'counter-only';

/**
 * The counter is the only place where staff acts at a person’s request, one person at a time, and nobody but staff acts
 * there. Undefined: nothing against it.
 */
export function counterDenial(actor: Actor, { of }: Purpose): CounterDenial | undefined {
  const there = actor.atRequestOf !== undefined;
  if (there && actor.kind !== 'practitioner') return 'counter-only';
  if (there && of !== 'PATRQT') return 'request-purpose';
  if (!there && of === 'PATRQT' && actor.kind !== 'citizen') return 'request-missing';
  return undefined;
}
