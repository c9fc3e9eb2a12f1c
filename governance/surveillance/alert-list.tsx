import { postJson, useAct } from '@continuum/ui-fhir-client';
import {
  type Column,
  ConfirmDialog,
  DateText,
  EmptyState,
  ListPanel,
  SearchField,
  useNotice,
} from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Group, Select, Stack, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { api, type ShownAlert, type ShownCase, useList, useRules, useRuleWords } from './shown.browser.ts';
import { texts } from './texts.ts';

/** Opens a case from an alert, or adds it to an open one about the same person. */
function ToCase({ alert, onOpen }: { alert: ShownAlert; onOpen: (id: string) => void }) {
  const say = useText(texts);
  const [opened, setOpened] = useState(false);
  const [into, setInto] = useState('');
  const act = useAct(
    () => postJson<ShownCase>(`${api}/alerts/${alert.id}/case`, into ? { case: into } : {}),
    [api],
  );
  return (
    <>
      <Button size="sm" variant="light" onClick={() => setOpened(true)}>
        {say('alert.case')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={say('alert.case')}
        confirm={say('alert.case')}
        busy={act.isPending}
        error={act.error}
        onConfirm={() => act.mutate(undefined, { onSuccess: row => onOpen(row.id) })}
        onCancel={() => setOpened(false)}
      >
        <Stack gap="md">
          <Text>{say('alert.case.text')}</Text>
          {opened && <OpenCases alert={alert} value={into} onChange={setInto} />}
        </Stack>
      </ConfirmDialog>
    </>
  );
}

const openStates = 'triage,investigation,decision,measures';

function OpenCases(props: { alert: ShownAlert; value: string; onChange: (id: string) => void }) {
  const say = useText(texts);
  const { rows = [] } = useList<ShownCase>('cases', { state: openStates });
  const same = rows.filter(({ subject }) => subject === props.alert.actor || subject === null);
  if (same.length === 0) return null;
  return (
    <Select
      label={say('alert.case.into')}
      data={[
        { value: '', label: say('alert.case.new') },
        ...same.map(({ id, number, subjectName }) => ({
          value: id,
          label: `${number} · ${subjectName ?? say('subject.none')}`,
        })),
      ]}
      value={props.value}
      allowDeselect={false}
      onChange={id => props.onChange(id ?? '')}
    />
  );
}

function SetAside({ alert }: { alert: ShownAlert }) {
  const say = useText(texts);
  const tell = useNotice();
  const [opened, setOpened] = useState(false);
  const [reason, setReason] = useState('');
  const act = useAct(() => postJson(`${api}/alerts/${alert.id}/set-aside`, { reason }), [api]);
  const confirm = () =>
    act.mutate(undefined, {
      onSuccess: () => {
        setOpened(false);
        tell(say('done'));
      },
    });
  return (
    <>
      <Button size="sm" variant="subtle" onClick={() => setOpened(true)}>
        {say('alert.aside')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={say('alert.aside')}
        confirm={say('alert.aside')}
        busy={act.isPending}
        error={act.error}
        onConfirm={confirm}
        onCancel={() => setOpened(false)}
      >
        <Stack gap="md">
          <Text>{say('alert.aside.text')}</Text>
          <Textarea
            label={say('reason')}
            required
            autosize
            minRows={2}
            maxLength={4000}
            value={reason}
            onChange={event => setReason(event.currentTarget.value)}
          />
        </Stack>
      </ConfirmDialog>
    </>
  );
}

interface FiltersProps {
  state: string;
  rule: string;
  typed: string;
  rules: { value: string; label: string }[];
  onChange: (more: { state?: string; rule?: string; typed?: string }) => void;
}

function Filters({ state, rule, typed, rules, onChange }: FiltersProps) {
  const say = useText(texts);
  const states = ['new', 'set-aside', 'in-case'] as const;
  return (
    <Group gap="xs">
      <SearchField label={say('search')} value={typed} onChange={typed => onChange({ typed })} />
      <Select
        aria-label={say('filter.rule')}
        data={[{ value: '', label: say('all') }, ...rules]}
        value={rule}
        allowDeselect={false}
        onChange={chosen => onChange({ rule: chosen ?? '' })}
      />
      <Select
        aria-label={say('filter.state')}
        data={states.map(value => ({ value, label: say(`state.${value}`) }))}
        value={state}
        allowDeselect={false}
        onChange={chosen => onChange({ state: chosen ?? 'new' })}
      />
    </Group>
  );
}

/** What the rules found: searched, filtered, paged, with its age and what may be done. */
export function AlertList({ onOpen }: { onOpen: (id: string) => void }) {
  const say = useText(texts);
  const [chosen, setChosen] = useState({ state: 'new', rule: '', typed: '' });
  const [search] = useDebouncedValue(chosen.typed.trim(), 250);
  const rules = useRules().data?.rules;
  const words = useRuleWords(rules);
  const list = useList<ShownAlert>('alerts', { state: chosen.state, rule: chosen.rule, search });
  const columns: Column<ShownAlert>[] = [
    {
      key: 'who',
      title: say('who'),
      header: true,
      render: row => (
        <>
          {row.actorName}
          <Text size="sm" c="dimmed">
            {row.organizationName}
          </Text>
        </>
      ),
    },
    {
      key: 'what',
      title: say('what'),
      render: row => (
        <>
          <Text fw={600}>{words.name(row.rule)}</Text>
          <Text size="sm">{words.comparison(row.rule, row.figures)}</Text>
          <Text size="sm" c="dimmed">
            {say('evidence', { count: row.entries.length })}
            {row.reason && ` · ${row.reason}`}
          </Text>
        </>
      ),
    },
    {
      key: 'whose',
      title: say('whose'),
      render: row => (row.usager ? (list.usagers[row.usager] ?? '–') : '–'),
    },
    { key: 'day', title: say('when'), render: row => <DateText value={row.day} /> },
    { key: 'raised', title: say('raised'), render: row => <DateText value={row.raised} ago /> },
    {
      key: 'actions',
      title: say('actions'),
      titleHidden: true,
      render: row =>
        row.state === 'new' && (
          <Group gap="xs">
            <ToCase alert={row} onOpen={onOpen} />
            <SetAside alert={row} />
          </Group>
        ),
    },
  ];
  return (
    <ListPanel
      title={say('alerts')}
      description={say('alerts.lead')}
      list={list}
      action={
        <Filters
          {...chosen}
          rules={rules?.map(({ rule }) => ({ value: rule.id, label: words.text(rule.name) })) ?? []}
          onChange={more => setChosen({ ...chosen, ...more })}
        />
      }
      columns={columns}
      rowKey={row => row.id}
      empty={
        <EmptyState title={say('alerts.none')} icon={<IconCircleCheck size={30} stroke={1.5} aria-hidden />}>
          {say('alerts.none.text')}
        </EmptyState>
      }
    />
  );
}
