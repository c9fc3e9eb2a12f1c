import { useJson } from '@continuum/ui-fhir-client';
import { DateText, EmptyState, ErrorState, Facts, Loading, Panel, Timeline } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Group, Stack } from '@mantine/core';
import { IconCheck, IconEyeOff, IconPencil, IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { CancelChoice } from '../choice/cancel-choice.tsx';
import { MadeKnownLine } from '../choice/made-known-line.tsx';
import { choiceTexts } from '../choice/texts.ts';
import { type Desk, pathOf } from '../desk.browser.ts';
import { RestrictionForm } from './restriction-form.tsx';
import type { RestrictionAnswer, RestrictionEvent, RestrictionView } from './restriction-view.ts';
import { whatIn, whoIn } from './restriction-words.browser.ts';
import { texts } from './texts.ts';

function Cancel({ restriction, desk }: { restriction: RestrictionView; desk: Desk }) {
  const say = useText(texts);
  const words = {
    open: say('cancel'),
    title: say('cancel.title'),
    text: say('cancel.text'),
    keep: say('cancel.keep'),
    submit: say('cancel.submit'),
    done: say('done.cancelled'),
  };
  return <CancelChoice desk={desk} kind="restriction" id={restriction.id} words={words} />;
}

interface OneProps {
  restriction: RestrictionView;
  desk: Desk;
  mayDecide: boolean;
  onChange: () => void;
}

function One({ restriction, desk, mayDecide, onChange }: OneProps) {
  const say = useText(texts);
  const sayOfAny = useText(choiceTexts);
  const { named, start, end, recorded, state, unshown } = restriction;
  return (
    <Panel title={say(`state.${state}`)} level={3} oneOfMany>
      <Facts
        items={[
          { label: say('who'), value: whoIn(say, restriction, named.practitioners) },
          { label: say('what'), value: whatIn(say, restriction, named.resources) },
          { label: sayOfAny('since'), value: <DateText value={start} /> },
          { label: sayOfAny('until.fact'), value: end ? <DateText value={end} /> : sayOfAny('until.never') },
          { label: sayOfAny('recorded'), value: <DateText value={recorded} time /> },
        ]}
      />
      {mayDecide && !!unshown && <p>{say('change.carnet')}</p>}
      {mayDecide && (
        <Group justify="flex-end" mt="md" className="kit-no-print">
          <Cancel restriction={restriction} desk={desk} />
          {!unshown && <Button onClick={onChange}>{say('change')}</Button>}
        </Group>
      )}
    </Panel>
  );
}

const icons = { set: IconEyeOff, changed: IconPencil, cancelled: IconCheck };

function History({ events }: { events: readonly RestrictionEvent[] }) {
  const say = useText(texts);
  if (events.length === 0) return null;
  const items = events.map(event => {
    const { key, at, act, terms } = event;
    const Icon = icons[act];
    return {
      key,
      when: <DateText value={at} time />,
      title: say(`act.${act}`),
      detail: (
        <>
          {whoIn(say, terms, terms.named.practitioners)}: {whatIn(say, terms, terms.named.resources)}.<br />
          <MadeKnownLine {...event} />
        </>
      ),
      icon: <Icon size={19} />,
      tone: act === 'cancelled' ? ('quiet' as const) : ('normal' as const),
    };
  });
  return (
    <Panel title={say('history.title')} description={say('history.text')}>
      <Timeline items={items} label={say('history.title')} />
    </Panel>
  );
}

/** What a person keeps from certain providers: where it stands, how to change it, what the register remembers. */
export function RestrictionChoices({ desk, own }: { desk: Desk; own: boolean }) {
  const say = useText(texts);
  const { data, error, refetch } = useJson<RestrictionAnswer>(pathOf(desk, 'restriction'));
  const [editing, setEditing] = useState<RestrictionView | 'new'>();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <Panel>
        <Loading />
      </Panel>
    );
  if (editing)
    return (
      <RestrictionForm
        current={editing === 'new' ? undefined : editing}
        desk={desk}
        own={own}
        onDone={() => setEditing(undefined)}
      />
    );
  const action = (
    <Group>
      {data.restrictions.length > 0 && (
        <Button
          variant="default"
          leftSection={<IconPrinter size={18} aria-hidden />}
          onClick={() => window.print()}
        >
          {say('print')}
        </Button>
      )}
      {data.mayDecide && <Button onClick={() => setEditing('new')}>{say('new')}</Button>}
    </Group>
  );
  return (
    <>
      <Panel title={say('title')} description={say('lead')} action={action}>
        {data.restrictions.length === 0 ? (
          <EmptyState title={say('none')} icon={<IconEyeOff size={28} aria-hidden />} />
        ) : (
          <Stack gap="md">
            {data.restrictions.map(restriction => (
              <One
                key={restriction.id}
                restriction={restriction}
                desk={desk}
                mayDecide={data.mayDecide}
                onChange={() => setEditing(restriction)}
              />
            ))}
          </Stack>
        )}
      </Panel>
      <History events={data.history} />
    </>
  );
}
