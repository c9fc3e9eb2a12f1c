import { useText } from '@continuum/ui-language';
import { Badge } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconClockPause,
  IconHourglass,
} from '@tabler/icons-react';
import { daysBefore, warningBefore } from './ending.browser.ts';
import { isOver, type ShownKey, shownState } from './shown-key.browser.ts';
import { texts } from './texts.ts';

const looks = {
  enrolled: { color: 'ambre', icon: IconHourglass },
  active: { color: 'green', icon: IconCircleCheck },
  suspended: { color: 'red', icon: IconClockPause },
  uncertified: { color: 'red', icon: IconAlertTriangle },
  revoked: { color: 'gray', icon: IconCircleX },
  replaced: { color: 'gray', icon: IconCircleX },
  expired: { color: 'gray', icon: IconCircleX },
} as const;

/** The state of a key: a word and a shape, never a colour alone. */
export function KeyBadge({ shown }: { shown: ShownKey }) {
  const say = useText(texts);
  const state = shownState(shown);
  const { color, icon: Icon } = looks[state];
  return (
    <Badge
      color={color}
      variant="light"
      tt="none"
      size="lg"
      miw="max-content"
      leftSection={<Icon size={16} aria-hidden />}
    >
      {say(`state.${state}`)}
    </Badge>
  );
}

/** How many days a certificate has, when they are few: 90, 30, 7. */
export function useEnding(shown: ShownKey) {
  const now = new Date();
  const warning = isOver(shown) ? undefined : warningBefore(shown.expires, now);
  return { warning, days: daysBefore(shown.expires, now) };
}
