import { useJsonPages } from '@continuum/ui-fhir-client';
import { type Column, DataTable, DateText, EmptyState, ErrorState, Loading, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Checkbox, Group, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCircleCheck, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Due, namedOf, StateBadge } from './request-facts.tsx';
import { requestKinds } from './request-machine.data.ts';
import type { ListedRequest, RequestsAnswer } from './request-view.ts';
import { texts } from './texts.ts';

const openStates = ['received', 'under-way', 'to-correct', 'refusal-proposed'] as const;
const endStates = ['corrected', 'answered', 'refused', 'withdrawn'] as const;
const states = [...openStates, ...endStates];

/** Beginning of the addresses of the work list. */
export const workPath = '/api/rights/requests';

interface Filters {
  state: string;
  kind: string;
  search: string;
  late: boolean;
}

/** The requests before whoever looks, a page at a time; looked at again each minute. */
function useRequests({ state, kind, search, late }: Filters) {
  const given = { state, ...(kind && { kind }), ...(search && { search }), ...(late && { late: 'true' }) };
  const path = `${workPath}?${new URLSearchParams(given).toString()}`;
  const pages = useJsonPages<RequestsAnswer>(
    path,
    ({ next }) => (next === undefined ? undefined : `${path}&cursor=${encodeURIComponent(next)}`),
    { refreshEvery: 60_000 },
  );
  const more = {
    has: pages.hasNextPage,
    loading: pages.isFetchingNextPage,
    onMore: () => void pages.fetchNextPage(),
  };
  return { ...pages, more, rows: pages.data?.pages.flatMap(page => page.requests) };
}

interface FilterFieldsProps extends Filters {
  set: (change: Partial<Filters>) => void;
}

function FilterFields({ state, kind, search, late, set }: FilterFieldsProps) {
  const say = useText(texts);
  return (
    <Group gap="sm">
      <TextInput
        aria-label={say('search')}
        placeholder={say('search')}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={search}
        onChange={event => set({ search: event.currentTarget.value })}
      />
      <Select
        aria-label={say('filter.kind')}
        data={[
          { value: '', label: say('all') },
          ...requestKinds.map(value => ({ value, label: say(`kind.${value}`) })),
        ]}
        value={kind}
        allowDeselect={false}
        onChange={chosen => set({ kind: chosen ?? '' })}
      />
      <Select
        aria-label={say('filter.state')}
        data={[
          { value: openStates.join(','), label: say('open') },
          { value: states.join(','), label: say('every') },
          ...states.map(value => ({ value, label: say(`state.${value}`) })),
        ]}
        value={state}
        allowDeselect={false}
        onChange={chosen => set({ state: chosen ?? openStates.join(',') })}
      />
      <Checkbox
        label={say('filter.late')}
        checked={late}
        onChange={event => set({ late: event.currentTarget.checked })}
      />
    </Group>
  );
}

/** The requests by which persons exercise their rights, what is due first. */
export function RequestList({ onOpen }: { onOpen: (id: string) => void }) {
  const say = useText(texts);
  const [filters, setFilters] = useState<Filters>({
    ...{ state: openStates.join(','), kind: '', search: '', late: false },
  });
  const [search] = useDebouncedValue(filters.search.trim(), 250);
  const list = useRequests({ ...filters, search });
  const columns: Column<ListedRequest>[] = [
    { key: 'number', title: say('number'), header: true, render: row => row.number },
    { key: 'kind', title: say('kind'), render: row => say(`kind.${row.kind}`) },
    { key: 'whose', title: say('whose'), render: row => row.usagerName || '–' },
    { key: 'about', title: say('about'), render: row => namedOf(row.resource) ?? '–' },
    { key: 'state', title: say('state'), render: row => <StateBadge state={row.state} /> },
    { key: 'submitted', title: say('submitted'), render: row => <DateText value={row.submitted} ago /> },
    { key: 'due', title: say('due'), render: row => <Due request={row} /> },
    {
      key: 'open',
      title: say('actions'),
      titleHidden: true,
      render: row => (
        <Button
          size="sm"
          variant="light"
          aria-label={`${say('go')} ${row.number}`}
          onClick={() => onOpen(row.id)}
        >
          {say('go')}
        </Button>
      ),
    },
  ];
  const set = (change: Partial<Filters>) => setFilters(before => ({ ...before, ...change }));
  return (
    <Panel
      title={say('list')}
      description={say('list.lead')}
      padding="flush"
      action={<FilterFields {...filters} set={set} />}
    >
      {!!list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {!list.rows && !list.error && <Loading rows={4} />}
      {list.rows?.length === 0 && (
        <EmptyState title={say('list.none')} icon={<IconCircleCheck size={30} stroke={1.5} aria-hidden />} />
      )}
      {!!list.rows?.length && (
        <DataTable
          caption={say('list')}
          columns={columns}
          rows={list.rows}
          rowKey={row => row.id}
          rowTone={row => (row.late ? 'attention' : undefined)}
          more={list.more}
        />
      )}
    </Panel>
  );
}
