import { mayHaveReached } from './age.ts';

/** Who acts for whom. Days are `AAAA-MM-JJ`. */
export interface ProxyGrant {
  /** Patient id of the person who acts. */
  holder: string;
  /** Patient id of the person they act for. */
  usager: string;
  /** Parental authority or tutorship of a minor, or access that the person gave. */
  basis: 'parental-authority' | 'granted';
  level: 'read-only' | 'appointments-and-messages' | 'full';
  since: string;
  /** First day without it. */
  until?: string;
}

const own = 14;
const adult = 18;

/** At 14 a parent's access ends; what the archives granted anew after that day ends at 18. */
function parentStands(proxy: ProxyGrant, birthDate: string | undefined, day: string): boolean {
  if (birthDate === undefined || mayHaveReached(adult, birthDate, day)) return false;
  return !mayHaveReached(own, birthDate, day) || mayHaveReached(own, birthDate, proxy.since);
}

/**
 * Whether a proxy counts on a day. A parent whose child's birth date is unknown has no access: nothing shows
 * that the child is a minor.
 */
export function isInForce(proxy: ProxyGrant, birthDate: string | undefined, day: string): boolean {
  const dated = proxy.since <= day && (proxy.until === undefined || day < proxy.until);
  return dated && (proxy.basis === 'granted' || parentStands(proxy, birthDate, day));
}

/** Whether the holder decides in the person's place (refusals): parents, and only under 14. */
export function decidesFor(proxy: ProxyGrant, birthDate: string | undefined, day: string): boolean {
  if (proxy.basis !== 'parental-authority' || proxy.level !== 'full' || birthDate === undefined) return false;
  return !mayHaveReached(own, birthDate, day);
}
