import { type Length, toEnd, toLength } from '../choice/how-long.tsx';
import type { Named, Part, Profession, RestrictionTerms, RestrictionView } from './restriction-view.ts';

/** A restriction that is being written. */
export interface Draft extends Length {
  practitioners: Named[];
  profiles: Profession[];
  what: 'everything' | 'parts' | 'named';
  domains: Part[];
  resources: Named[];
}

/** What is being written begins as what stands. */
export const toDraft = (current: RestrictionView | undefined): Draft => ({
  practitioners: current?.named.practitioners ?? [],
  profiles: current?.profiles ?? [],
  what: current?.everything ? 'everything' : current && current.resources.length > 0 ? 'named' : 'parts',
  domains: current?.domains ?? [],
  resources: current?.named.resources ?? [],
  ...toLength(current?.end),
});

/** What is sent: of what was written, what counts. */
export const toTerms = (draft: Draft): RestrictionTerms => ({
  practitioners: draft.practitioners.map(({ id }) => id),
  profiles: draft.profiles,
  everything: draft.what === 'everything',
  domains: draft.what === 'parts' ? draft.domains : [],
  resources: draft.what === 'named' ? draft.resources.map(({ id }) => id) : [],
  ...toEnd(draft),
});

/** Which questions have no answer yet. */
export const missingIn = ({ practitioners, profiles, everything, domains, resources }: RestrictionTerms) => ({
  who: practitioners.length + profiles.length === 0,
  what: !everything && domains.length + resources.length === 0,
});
