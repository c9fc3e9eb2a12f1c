import { SomeMissing, useMissingReasons } from '@continuum/intake/viewer';
import { EmptyState, ErrorState, Loading, RefusedNotice, RefusedState } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Alert } from '@mantine/core';
import { IconInfoCircle, IconPill } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { MedicationAnswer, ShownAbsence } from './medication-answer.browser.ts';
import { texts } from './texts.ts';

function Nothing({ absence }: { absence: readonly ShownAbsence[] }) {
  const say = useText(texts);
  const reasons = useMissingReasons(absence);
  const is = (known: string) => absence.some(({ code }) => code === known);
  const recent = is('nothing-recent');
  const title = recent
    ? 'empty.nothing-recent'
    : is('restricted')
      ? 'empty.hidden'
      : 'empty.nothing-received';
  return (
    <EmptyState title={say(title)} icon={<IconPill size={30} stroke={1.5} aria-hidden />} reasons={reasons}>
      {recent && say('empty.recent.text')}
    </EmptyState>
  );
}

/** Some drugs are shown under the name that they came with. */
function Unrecognized({ absence }: { absence: readonly ShownAbsence[] }) {
  const say = useText(texts);
  const found = absence.find(({ code }) => code === 'drug-not-recognized');
  if (!found) return null;
  return (
    <Alert color="yellow" icon={<IconInfoCircle aria-hidden />} m="md">
      {say('absence.unrecognized', { count: found.count ?? 0 })}
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
      <Unrecognized absence={answer.absence} />
      <SomeMissing reasons={answer.absence} />
      {children(answer.items)}
    </>
  );
}
