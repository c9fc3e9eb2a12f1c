import { useText } from '@continuum/ui-language';
import { useProfileName } from '@continuum/ui-session';
import type { Can, ShownChange, ShownHeader } from './shown.browser.ts';
import { texts } from './texts.ts';

type Key = (typeof texts)['keys'][number];

/** Profiles, domains, purposes, versions and changes, in words. */
export function useWords() {
  const say = useText(texts);
  const personal = useProfileName();
  const known = (key: string): string | undefined =>
    texts.keys.includes(key as Key) ? say(key as Key) : undefined;
  const profile = (code: string): string => known(`profile.${code}`) ?? personal(code);
  const domain = (code: string): string => known(`domain.${code}`) ?? code;
  const purpose = (code: string): string => {
    const word = known(`purpose.${code}`);
    return word ? `${word} (${code})` : code;
  };
  const cell = (key: string): string =>
    key === 'row' ? say('change.row') : (known(`domain.${key}`) ?? purpose(key));
  return {
    ...{ profile, domain, purpose, cell },
    can: (can: Can): string => say(`can.${can}`),
    version: ({ number }: Pick<ShownHeader, 'number'>): string =>
      number === null ? say('version.draft') : say('version.number', { number }),
    change: ({ change, kind, key }: ShownChange): string =>
      say(`change.${change}.${kind}` as 'change.added.read', { what: cell(key) }),
  };
}
