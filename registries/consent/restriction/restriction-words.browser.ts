import type { Say, Texts } from '@continuum/ui-language';
import type { Named, RestrictionTerms, RestrictionView } from './restriction-view.ts';
import type { texts } from './texts.ts';

type Speaking = Say<typeof texts extends Texts<infer Key> ? Key : never>;

/** Who is kept away, in one line. */
export const whoIn = (say: Speaking, terms: RestrictionTerms, practitioners: readonly Named[]): string =>
  [
    ...practitioners.map(({ name }) => name),
    ...terms.profiles.map(profile => say(`profile.${profile}`)),
  ].join(', ');

/** What is kept from them, in one line. */
export const whatIn = (
  say: Speaking,
  terms: RestrictionTerms & Pick<RestrictionView, 'unshown'>,
  resources: readonly Named[],
): string =>
  terms.everything
    ? say('what.everything')
    : [
        ...terms.domains.map(part => say(`part.${part}`)),
        ...resources.map(({ name }) => name),
        ...(terms.unshown ? [say('what.unshown', { count: terms.unshown })] : []),
      ].join('; ');
