import { getBlob } from '@continuum/ui-fhir-client';
import { type Column, DataTable, DateText, EmptyState, ErrorState, Loading, Panel } from '@continuum/ui-kit';
import { useFormat, useText } from '@continuum/ui-language';
import { useProfileName } from '@continuum/ui-session';
import { Badge, Button, Group, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCircleCheck, IconDownload, IconSearch } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { csvAddress, type ListName, type ShownRow, useList } from './shown.browser.ts';
import { Steps } from './take-step.tsx';
import { texts } from './texts.ts';

const colors: Readonly<Record<string, string>> = {
  ...{
    'in-force': 'green',
    handed: 'green',
    accepted: 'green',
    ended: 'gray',
    cancelled: 'gray',
    stopped: 'gray',
  },
  ...{ suspended: 'red', returned: 'ambre' },
};

/** The state of a row, in words and a colour. */
export function State({ row }: { row: ShownRow }) {
  const say = useText(texts);
  return (
    <>
      <Badge color={colors[row.state] ?? 'sarcelle'} variant="light" tt="none" miw="max-content">
        {say(`state.${row.state}` as 'state.ended')}
      </Badge>
      {row.reason && (
        <Text size="sm" c="dimmed">
          {say('reason', { reason: row.reason })}
        </Text>
      )}
    </>
  );
}

/** From when to when. */
export function Period({ row }: { row: ShownRow }) {
  const say = useText(texts);
  const format = useFormat();
  if (!row.starts) return null;
  const [starts, ends] = [row.starts, row.ends].map(day => day && format.date(day));
  return <>{say(ends ? 'period.closed' : 'period.open', { starts, ends })}</>;
}

function Awaited({ row }: { row: ShownRow }) {
  const say = useText(texts);
  const offices = [...new Set(row.awaited.flatMap(({ by }) => by))];
  return <>{offices.map(office => say(`office.${office}`)).join(', ')}</>;
}

async function download(address: string, name: string): Promise<void> {
  const url = URL.createObjectURL(await getBlob(address));
  const link = document.createElement('a');
  Object.assign(link, { href: url, download: `${name}.csv` });
  link.click();
  URL.revokeObjectURL(url);
}

interface AccessListProps {
  name: ListName;
  /** Those in these states, separated by commas. */
  states?: string;
  title: 'requests' | 'returned' | 'handovers' | 'authorizations' | 'designations' | 'agents';
  action?: ReactNode;
}

function useColumns(name: ListName): Column<ShownRow>[] {
  const say = useText(texts);
  const profileName = useProfileName();
  const dated = name === 'requests' || name === 'authorizations';
  return [
    { key: 'person', title: say('person'), header: true, render: row => row.practitionerName },
    { key: 'organization', title: say('organization'), render: row => row.organizationName },
    ...(dated
      ? [
          {
            key: 'profile',
            title: say('profile'),
            render: (row: ShownRow) => (
              <>
                {row.profile && profileName(row.profile)}
                <Text size="sm" c="dimmed">
                  <Period row={row} />
                </Text>
              </>
            ),
          },
        ]
      : []),
    ...(name === 'agents'
      ? [
          {
            key: 'office',
            title: say('profile'),
            render: (row: ShownRow) => row.office && say(`office.${row.office}`),
          },
        ]
      : []),
    { key: 'state', title: say('state'), render: row => <State row={row} /> },
    {
      key: 'since',
      title: say(name === 'requests' || name === 'handovers' ? 'since' : 'since.from'),
      render: row => <DateText value={(row.since ?? row.registered ?? row.appointed)!} ago />,
    },
    ...(name === 'requests' || name === 'handovers'
      ? [{ key: 'next', title: say('next'), render: (row: ShownRow) => <Awaited row={row} /> }]
      : []),
    {
      key: 'steps',
      title: say('actions'),
      titleHidden: true,
      render: row => <Steps list={name} row={row} />,
    },
  ];
}

/** A list with its ages, what comes next and the steps of whoever looks; searched, paged, exported. */
export function AccessList({ name, states, title, action }: AccessListProps) {
  const say = useText(texts);
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 250);
  const { rows, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useList(
    name,
    states,
    search,
  );
  const columns = useColumns(name);
  const more = { has: hasNextPage, loading: isFetchingNextPage, onMore: () => void fetchNextPage() };
  const tools = (
    <Group gap="xs">
      <TextInput
        aria-label={say('search')}
        placeholder={say('search')}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={typed}
        onChange={event => setTyped(event.currentTarget.value)}
      />
      <Button
        variant="default"
        leftSection={<IconDownload size={18} aria-hidden />}
        onClick={() => void download(csvAddress(name, states, search), title)}
      >
        {say('csv')}
      </Button>
      {action}
    </Group>
  );
  return (
    <Panel
      title={say(`list.${title}`)}
      description={say(`list.${title}.lead`)}
      padding="flush"
      action={tools}
    >
      {!!error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!rows && !error && <Loading rows={4} />}
      {rows?.length === 0 && (
        <EmptyState
          title={say(search ? 'none.found' : 'none')}
          icon={<IconCircleCheck size={30} stroke={1.5} aria-hidden />}
        />
      )}
      {!!rows?.length && (
        <DataTable
          caption={say(`list.${title}`)}
          columns={columns}
          rows={rows}
          rowKey={row => row.id}
          more={more}
        />
      )}
    </Panel>
  );
}
