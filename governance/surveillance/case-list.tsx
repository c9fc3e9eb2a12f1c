import { type Column, DateText, EmptyState, ListPanel, SearchField } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Badge, Button, Group, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { type Key, type ShownCase, useList } from './shown.browser.ts';
import { texts } from './texts.ts';

const kinds = ['alert', 'access-not-recognized', 'inappropriate-use', 'incident'] as const;
const openStates = 'received,triage,investigation,decision,measures';
const states = ['received', 'triage', 'investigation', 'decision', 'measures', 'closed'] as const;
const colors: Readonly<Record<string, string>> = { closed: 'gray', received: 'ambre', decision: 'ambre' };

/** The state of a case, in words and a colour. */
export function CaseState({ row }: { row: ShownCase }) {
  const say = useText(texts);
  return (
    <Badge color={colors[row.state] ?? 'sarcelle'} variant="light" tt="none" miw="max-content">
      {say(`case.${row.state}` as Key)}
    </Badge>
  );
}

/** When a case is due, and that it is late. */
export function Due({ row }: { row: ShownCase }) {
  const say = useText(texts);
  const late = row.state !== 'closed' && Date.parse(row.due) < Date.now();
  return (
    <>
      <DateText value={row.due} />{' '}
      {late && (
        <Badge color="red" tt="none">
          {say('late')}
        </Badge>
      )}
    </>
  );
}

/** Cases, what is due first; reports are cases that nobody has taken up yet. */
export function CaseList({ onOpen }: { onOpen: (id: string) => void }) {
  const say = useText(texts);
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 250);
  const [state, setState] = useState(openStates);
  const [kind, setKind] = useState('');
  const list = useList<ShownCase>('cases', { state, rule: kind, search });
  const columns: Column<ShownCase>[] = [
    { key: 'number', title: say('number'), header: true, render: row => row.number },
    { key: 'kind', title: say('kind'), render: row => say(`kind.${row.kind}` as Key) },
    { key: 'subject', title: say('subject'), render: row => row.subjectName ?? say('subject.none') },
    { key: 'state', title: say('state'), render: row => <CaseState row={row} /> },
    { key: 'since', title: say('raised'), render: row => <DateText value={row.since} ago /> },
    { key: 'due', title: say('due'), render: row => <Due row={row} /> },
    {
      key: 'open',
      title: say('actions'),
      titleHidden: true,
      render: row => (
        <Button
          size="sm"
          variant="light"
          aria-label={`${say('open')} ${row.number}`}
          onClick={() => onOpen(row.id)}
        >
          {say('open')}
        </Button>
      ),
    },
  ];
  const filters = (
    <Group gap="xs">
      <SearchField label={say('search.case')} value={typed} onChange={setTyped} />
      <Select
        aria-label={say('filter.kind')}
        data={[
          { value: '', label: say('all') },
          ...kinds.map(value => ({ value, label: say(`kind.${value}`) })),
        ]}
        value={kind}
        allowDeselect={false}
        onChange={chosen => setKind(chosen ?? '')}
      />
      <Select
        aria-label={say('filter.state')}
        data={[
          { value: openStates, label: say('case.open') },
          { value: states.join(','), label: say('case.every') },
          ...states.map(value => ({ value, label: say(`case.${value}`) })),
        ]}
        value={state}
        allowDeselect={false}
        onChange={chosen => setState(chosen ?? openStates)}
      />
    </Group>
  );
  return (
    <ListPanel
      title={say('cases')}
      description={say('cases.lead')}
      list={list}
      action={filters}
      columns={columns}
      rowKey={row => row.id}
      empty={
        <EmptyState title={say('cases.none')} icon={<IconCircleCheck size={30} stroke={1.5} aria-hidden />} />
      }
    />
  );
}
