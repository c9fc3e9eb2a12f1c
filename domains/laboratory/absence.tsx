import { useMissingReasons } from '@continuum/intake/viewer';
import { EmptyState } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { IconFlask2 } from '@tabler/icons-react';
import { texts } from './texts.ts';
import type { ShownAbsence } from './use-results.browser.ts';

/** Nothing came, and why. */
export function NothingReceived({ absence }: { absence: readonly ShownAbsence[] }) {
  const say = useText(texts);
  const reasons = useMissingReasons(absence);
  const isHidden = absence.some(({ code }) => code === 'restricted');
  return (
    <EmptyState
      title={say(isHidden ? 'empty.hidden' : 'empty.title')}
      icon={<IconFlask2 size={30} stroke={1.5} aria-hidden />}
      reasons={reasons}
    />
  );
}
