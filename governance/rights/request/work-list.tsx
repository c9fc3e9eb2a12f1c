import { useJsonPages } from '@continuum/ui-fhir-client';
import { type Column, DateText, EmptyState, ListPanel, SearchField } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Checkbox, Group, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCircleCheck } from '@tabler/icons-react';
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
  return { ...pages, rows: pages.data?.pages.flatMap(page => page.requests) };
}

interface FilterFieldsProps extends Filters {
  set: (change: Partial<Filters>) => void;
}

function FilterFields({ state, kind, search, late, set }: FilterFieldsProps) {
  const say = useText(texts);
  return (
    <Group gap="sm">
      <SearchField label={say('search')} value={search} onChange={typed => set({ search: typed })} />
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
    <ListPanel
      title={say('list')}
      description={say('list.lead')}
      list={list}
      action={<FilterFields {...filters} set={set} />}
      columns={columns}
      rowKey={row => row.id}
      rowTone={row => (row.late ? 'attention' : undefined)}
      empty={
        <EmptyState title={say('list.none')} icon={<IconCircleCheck size={30} stroke={1.5} aria-hidden />} />
      }
    />
  );
}
