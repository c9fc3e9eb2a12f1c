import { getBlob } from '@continuum/ui-fhir-client';
import { type Column, DateText, EmptyState, ListPanel, SearchField } from '@continuum/ui-kit';
import { useFormat, useText } from '@continuum/ui-language';
import { useProfileName } from '@continuum/ui-session';
import { Badge, Button, Group, NativeSelect, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCircleCheck, IconDownload } from '@tabler/icons-react';
import { Fragment, type ReactNode, useState } from 'react';
import classes from './access-list.module.css';
import { GrantSignature } from './grant/grant-signature.tsx';
import { Departing } from './leaving/departing.tsx';
import { csvAddress, type Departure, type ListName, type ShownRow, useList } from './shown.browser.ts';
import { Steps } from './step/take-step.tsx';
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
  ...{ suspended: 'red', returned: 'ambre', confirmed: 'green', withdrawn: 'gray', lapsed: 'gray' },
  ...{ lifted: 'green', reordered: 'green', refused: 'gray' },
  ...{
    'authorization-7': 'red',
    'certificate-7': 'red',
    'authorization-30': 'ambre',
    'certificate-30': 'ambre',
  },
};

/** Reasons that the workflow gives by itself. */
const isCoded = (reason: string): reason is Departure =>
  reason === 'employment-ended' || reason === 'order-suspended';

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
          {say('reason', { reason: isCoded(row.reason) ? say(`reason.${row.reason}`) : row.reason })}
        </Text>
      )}
      {row.answeredByName && (
        <Text size="sm" c="dimmed">
          {say('answered-by', { name: row.answeredByName })}
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
  const words = say(ends ? 'period.closed' : 'period.open', { starts, ends }).split(' ');
  // A day is not broken at its hyphens.
  return words.map((word, place) => (
    <Fragment key={String(place)}>
      {place > 0 && ' '}
      <span className={classes.word}>{word}</span>
    </Fragment>
  ));
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
  title: ListName | 'returned';
  /** Instead of `states`: which of them are shown, the first to begin with. */
  filter?: { label: string; choices: readonly { label: string; states: string }[] };
  action?: ReactNode;
}

/** What of an end is done about it already. */
function Renewal({ row }: { row: ShownRow }) {
  const say = useText(texts);
  const format = useFormat();
  if (row.renewal) return <>{say('renewal.under-way', { date: format.date(row.renewal) })}</>;
  return row.asked ? say('renewal.asked', { date: format.date(row.asked) }) : null;
}

function useEndingColumns(): Column<ShownRow>[] {
  const say = useText(texts);
  const format = useFormat();
  const profileName = useProfileName();
  return [
    { key: 'person', title: say('person'), header: true, render: row => row.practitionerName },
    { key: 'organization', title: say('organization'), render: row => row.organizationName },
    { key: 'profile', title: say('profile'), render: row => profileName(row.profile!) },
    {
      key: 'ends',
      title: say('ends'),
      render: row => (
        <>
          {format.date(row.ends!)} <State row={row} />
        </>
      ),
    },
    { key: 'renewal', title: say('renewal'), render: row => <Renewal row={row} /> },
    {
      ...{ key: 'steps', title: say('actions'), titleHidden: true },
      render: row => <Actions name="endings" row={row} />,
    },
  ];
}

/** Lists of those who have something that ends when they leave. */
const canLeave = new Set<ListName>(['authorizations', 'designations', 'agents']);

/** What whoever looks may do with a row, side by side. */
function Actions({ name, row }: { name: ListName; row: ShownRow }) {
  return (
    <div className={classes.actions}>
      <Steps list={name} row={row} />
      {canLeave.has(name) && row.state !== 'ended' && <Departing row={row} />}
    </div>
  );
}

function useColumns(name: ListName): Column<ShownRow>[] {
  const say = useText(texts);
  const profileName = useProfileName();
  const dated = ['requests', 'authorizations', 'reviews'].includes(name);
  const waits = ['requests', 'handovers', 'reviews', 'unblockings'].includes(name);
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
            title: say('office'),
            render: (row: ShownRow) => row.office && say(`office.${row.office}`),
          },
          {
            key: 'region',
            title: say('region'),
            render: (row: ShownRow) => row.office === 'avi' && (row.region ?? say('region.none')),
          },
        ]
      : []),
    {
      key: 'state',
      title: say('state'),
      render: row => (
        <>
          <State row={row} />
          {name === 'authorizations' && <GrantSignature row={row} />}
        </>
      ),
    },
    {
      key: 'since',
      title: say(waits ? 'since' : 'since.from'),
      render: row => <DateText value={(row.since ?? row.registered ?? row.appointed)!} ago />,
    },
    ...(name === 'requests' || name === 'handovers'
      ? [{ key: 'next', title: say('next'), render: (row: ShownRow) => <Awaited row={row} /> }]
      : []),
    {
      key: 'steps',
      title: say('actions'),
      titleHidden: true,
      render: row => <Actions name={name} row={row} />,
    },
  ];
}

/** A list with its ages, what comes next and the steps of whoever looks; searched, paged, exported. */
export function AccessList({ name, states: always, title, filter, action }: AccessListProps) {
  const say = useText(texts);
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 250);
  const [chosen, setChosen] = useState(filter?.choices[0]?.states ?? '');
  const states = filter ? chosen || undefined : always;
  const list = useList(name, states, search);
  const [usual, ofEndings] = [useColumns(name), useEndingColumns()];
  const columns = name === 'endings' ? ofEndings : usual;
  const tools = (
    <Group gap="xs">
      {filter && (
        <NativeSelect
          aria-label={filter.label}
          data={filter.choices.map(choice => ({ value: choice.states, label: choice.label }))}
          value={chosen}
          onChange={event => setChosen(event.currentTarget.value)}
        />
      )}
      <SearchField label={say('search')} value={typed} onChange={setTyped} />
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
    <ListPanel
      title={say(`list.${title}`)}
      description={say(`list.${title}.lead`)}
      list={list}
      action={tools}
      columns={columns}
      rowKey={row => row.id}
      empty={
        <EmptyState
          title={say(search ? 'none.found' : 'none')}
          icon={<IconCircleCheck size={30} stroke={1.5} aria-hidden />}
        />
      }
    />
  );
}
