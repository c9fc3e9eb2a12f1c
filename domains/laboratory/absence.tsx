import { EmptyState } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Alert } from '@mantine/core';
import { IconFlask2, IconInfoCircle } from '@tabler/icons-react';
import { texts } from './texts.ts';
import type { ShownAbsence } from './use-results.browser.ts';

function useReasons(absence: readonly ShownAbsence[]): string[] {
  const say = useText(texts);
  return absence
    .filter(({ source }) => source !== undefined)
    .map(({ source, since }) => say(since ? 'absence.source.since' : 'absence.source', { source, since }));
}

/** Nothing came: the computed reasons, then those known of the domain. */
export function NothingReceived({ absence }: { absence: readonly ShownAbsence[] }) {
  const say = useText(texts);
  const reasons = useReasons(absence);
  const known = [say('empty.private'), say('empty.category'), say('empty.identification')];
  return (
    <EmptyState
      title={say('empty.title')}
      icon={<IconFlask2 size={30} stroke={1.5} aria-hidden />}
      reasons={[...reasons, ...known]}
    />
  );
}

/** Something came, and it is known that something else may be missing. */
export function SomeMissing({ absence }: { absence: readonly ShownAbsence[] }) {
  const say = useText(texts);
  const reasons = useReasons(absence);
  if (reasons.length === 0) return null;
  return (
    <Alert color="gray" title={say('absence.some')} icon={<IconInfoCircle aria-hidden />}>
      {reasons.join(' ')}
    </Alert>
  );
}
