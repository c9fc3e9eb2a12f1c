import { useLanguage, useText } from '@continuum/ui-language';
import type { AccessLine } from './access-line.ts';
import { texts } from './texts.ts';
import { isBlocked } from './visit.ts';

type Key = (typeof texts)['keys'][number];

const isKey = (key: string): key is Key => (texts.keys as readonly string[]).includes(key);

/** Says a line of the journal in words. */
export function useWords() {
  const say = useText(texts);
  const list = new Intl.ListFormat(useLanguage(), { type: 'conjunction' });
  const known = (key: string, otherwise: string) => (isKey(key) ? say(key) : otherwise);
  const what = (domains: readonly string[]) => {
    const parts = domains
      .filter(domain => domain !== 'registry' || domains.length === 1)
      .map(domain => known(`domain.${domain}`, domain));
    return parts.length > 0 ? list.format(parts) : say('what.none');
  };
  const name = (line: AccessLine) => (line.actor.kind === 'unknown' ? say('unknown') : line.actor.name);
  return {
    did: (line: AccessLine, domains: readonly string[]) =>
      say(
        `did.${line.own ? 'you.' : ''}${isBlocked(line) ? 'attempt' : line.copied ? 'copy' : line.action}`,
        { name: name(line), what: line.request ? say('what.request') : what(domains) },
      ),
    who: ({ actor }: AccessLine) =>
      [
        known(`profile.${actor.profile}`, actor.profile),
        actor.organization,
        actor.remote && known(`remote.${actor.remote}`, actor.remote),
      ]
        .filter(Boolean)
        .join(' · '),
    why: ({ purpose }: AccessLine) => known(`purpose.${purpose}`, purpose),
    outcome: ({ outcome }: AccessLine) => (outcome === 'success' ? undefined : say(`outcome.${outcome}`)),
  };
}
