import { deleteJson, useAct, useJson } from '@continuum/ui-fhir-client';
import {
  ConfirmDialog,
  DateText,
  EmptyState,
  ErrorState,
  Facts,
  Loading,
  Panel,
  Timeline,
  useNotice,
} from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Group, Stack } from '@mantine/core';
import { IconCheck, IconEyeOff, IconPencil, IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { RestrictionForm } from './restriction-form.tsx';
import type { RestrictionAnswer, RestrictionEvent, RestrictionView } from './restriction-view.ts';
import { whatIn, whoIn } from './restriction-words.browser.ts';
import { texts } from './texts.ts';

function Cancel({ restriction, path }: { restriction: RestrictionView; path: string }) {
  const say = useText(texts);
  const notice = useNotice();
  const [opened, setOpened] = useState(false);
  const cancel = useAct(() => deleteJson(`${path}/${restriction.id}`), [path]);
  const confirm = () =>
    cancel.mutate(undefined, {
      onSuccess: () => {
        setOpened(false);
        notice(say('done.cancelled'));
      },
    });
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {say('cancel')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={say('cancel.title')}
        confirm={say('cancel.submit')}
        cancel={say('cancel.keep')}
        busy={cancel.isPending}
        error={cancel.error}
        onConfirm={confirm}
        onCancel={() => setOpened(false)}
      >
        <p>{say('cancel.text')}</p>
      </ConfirmDialog>
    </>
  );
}

interface OneProps {
  restriction: RestrictionView;
  path: string;
  mayDecide: boolean;
  onChange: () => void;
}

function One({ restriction, path, mayDecide, onChange }: OneProps) {
  const say = useText(texts);
  const { named, start, end, recorded, state } = restriction;
  return (
    <Panel title={say(`state.${state}`)} level={3} oneOfMany>
      <Facts
        items={[
          { label: say('who'), value: whoIn(say, restriction, named.practitioners) },
          { label: say('what'), value: whatIn(say, restriction, named.resources) },
          { label: say('since'), value: <DateText value={start} /> },
          { label: say('until'), value: end ? <DateText value={end} /> : say('until.never') },
          { label: say('recorded'), value: <DateText value={recorded} time /> },
        ]}
      />
      {mayDecide && (
        <Group justify="flex-end" mt="md" className="kit-no-print">
          <Cancel restriction={restriction} path={path} />
          <Button onClick={onChange}>{say('change')}</Button>
        </Group>
      )}
    </Panel>
  );
}

const icons = { set: IconEyeOff, changed: IconPencil, cancelled: IconCheck };

function History({ events }: { events: readonly RestrictionEvent[] }) {
  const say = useText(texts);
  if (events.length === 0) return null;
  const items = events.map(({ key, at, act, by, means, terms }) => {
    const Icon = icons[act];
    const how = [by && say('act.by', { by }), means === 'portal' ? say('means.portal') : means];
    return {
      key,
      when: <DateText value={at} time />,
      title: say(`act.${act}`),
      detail: (
        <>
          {whoIn(say, terms, terms.named.practitioners)}: {whatIn(say, terms, terms.named.resources)}.<br />
          {how.filter(Boolean).join(', ')}
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
export function RestrictionChoices({ usager }: { usager: string }) {
  const say = useText(texts);
  const path = `/api/consent/${usager}/restriction`;
  const { data, error, refetch } = useJson<RestrictionAnswer>(path);
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
        path={path}
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
                path={path}
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
