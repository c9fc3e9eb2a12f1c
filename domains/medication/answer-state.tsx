import { EmptyState, ErrorState, Loading, RefusedNotice, RefusedState } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Alert } from '@mantine/core';
import { IconInfoCircle, IconPill } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { MedicationAnswer, ShownAbsence } from './medication-answer.browser.ts';
import { texts } from './texts.ts';

function useReasons(absence: readonly ShownAbsence[]): string[] {
  const say = useText(texts);
  return absence
    .filter(({ source }) => source !== undefined)
    .map(({ source, since }) => say(since ? 'absence.source.since' : 'absence.source', { source, since }));
}

function Nothing({ absence }: { absence: readonly ShownAbsence[] }) {
  const say = useText(texts);
  const reasons = useReasons(absence);
  const recent = absence.some(({ code }) => code === 'nothing-recent');
  const known = [say('empty.hospital'), say('empty.pharmacy'), say('empty.unrecognized')];
  return (
    <EmptyState
      title={say(recent ? 'empty.nothing-recent' : 'empty.nothing-received')}
      icon={<IconPill size={30} stroke={1.5} aria-hidden />}
      reasons={[...reasons, ...known]}
    >
      {recent && say('empty.recent.text')}
    </EmptyState>
  );
}

function SomeMissing({ absence }: { absence: readonly ShownAbsence[] }) {
  const say = useText(texts);
  const reasons = useReasons(absence);
  if (reasons.length === 0) return null;
  return (
    <Alert color="gray" title={say('absence.some')} icon={<IconInfoCircle aria-hidden />} m="md">
      {reasons.join(' ')}
    </Alert>
  );
}

interface AnswerStateProps<Item> {
  answer: MedicationAnswer<Item> | undefined;
  error: unknown;
  onRetry: () => void;
  children: (items: Item[]) => ReactNode;
}

/** Loading, failed, refused, empty with its reasons, or the items. */
export function AnswerState<Item>({ answer, error, onRetry, children }: AnswerStateProps<Item>) {
  if (error) return <ErrorState error={error} onRetry={onRetry} />;
  if (!answer) return <Loading rows={7} />;
  if (answer.items.length === 0)
    return answer.refused ? <RefusedState /> : <Nothing absence={answer.absence} />;
  return (
    <>
      {answer.refused && <RefusedNotice />}
      <SomeMissing absence={answer.absence} />
      {children(answer.items)}
    </>
  );
}
