import { DateText, Facts } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { useProfileName } from '@continuum/ui-session';
import type { OverrideView } from './override-view.ts';
import { texts } from './texts.ts';

type Key = (typeof texts)['keys'][number];

const isKey = (key: string): key is Key => (texts.keys as readonly string[]).includes(key);

/** Who overrode, why, when, and what came of it. */
export function OverrideFacts({ override }: { override: OverrideView }) {
  const say = useText(texts);
  const profileName = useProfileName();
  const { name, profile, organization, danger, noConsent, reason, opened, until } = override;
  const named = (key: string) => (isKey(key) ? say(key) : key);
  return (
    <Facts
      items={[
        { label: say('by'), value: [name, profileName(profile), organization].filter(Boolean).join(', ') },
        { label: say('danger'), value: named(`danger.${danger}`) },
        { label: say('noConsent'), value: named(`noConsent.${noConsent}`) },
        { label: say('reason'), value: reason },
        {
          label: say('window'),
          value: (
            <>
              <DateText value={opened} time /> – <DateText value={until} time />
            </>
          ),
        },
      ]}
    />
  );
}
