import type { Information, Providers, Restriction } from './restriction.ts';

/** Who reads, as a restriction names them. */
export interface Named {
  /** `Practitioner/<id>`. */
  person?: string;
  profiles: readonly string[];
}

/** Is the restriction in force then? Once ended or cancelled it hides nothing. */
export const isInForce = ({ active, start, end }: Restriction, now: Date): boolean =>
  active && start <= now && (end === undefined || now < end);

/** Is the reader one of those whom it keeps away? */
export const isAgainst = (
  { practitioners, profiles, anyone }: Providers,
  { person, profiles: own }: Named,
): boolean =>
  anyone ||
  (person !== undefined && practitioners.includes(person)) ||
  own.some(profile => profiles.includes(profile));

/** How much of a part of the record it hides: all of it, what is named in it, nothing. */
export function hiddenPart(
  { everything, domains, resources }: Information,
  domain: string,
  domainOfResource: (reference: string) => string | undefined,
): 'all' | 'some' | 'none' {
  if (everything || domains.includes(domain)) return 'all';
  return resources.some(reference => domainOfResource(reference) === domain) ? 'some' : 'none';
}
