import { useJsonPages } from '@continuum/ui-fhir-client';
import { DataTable, DateText, EmptyState, ErrorState, Loading, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button } from '@mantine/core';
import { IconListSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../shown.browser.ts';
import { texts } from './texts.ts';

interface Line {
  id: string;
  at: string;
  action: 'read' | 'search' | 'history' | 'write' | 'sign-in' | 'attempt';
  outcome: 'success' | 'denied' | 'refused' | 'not-found' | 'error';
  domains: string[];
  aboutUsager: boolean;
}

interface Page {
  accesses: Line[];
  next?: string;
}

type Key = (typeof texts)['keys'][number];
const isKey = (key: string): key is Key => (texts.keys as readonly string[]).includes(key);

function List() {
  const say = useText(texts);
  const { data, error, refetch, more } = useJsonPages<Page>(
    `${api}/accesses`,
    page => page.next && `${api}/accesses?cursor=${encodeURIComponent(page.next)}`,
  );
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const rows = data?.pages.flatMap(({ accesses }) => accesses);
  if (!rows) return <Loading rows={4} />;
  if (rows.length === 0)
    return (
      <EmptyState
        title={say('mine.accesses.none')}
        icon={<IconListSearch size={30} stroke={1.5} aria-hidden />}
      />
    );
  const domainsOf = ({ domains }: Line) =>
    domains
      .map(domain => `domain.${domain}`)
      .filter(isKey)
      .map(key => say(key))
      .join(', ');
  return (
    <DataTable
      caption={say('mine.accesses')}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'when',
          title: say('access.when'),
          header: true,
          render: row => <DateText value={row.at} time />,
        },
        {
          key: 'what',
          title: say('access.what'),
          render: row =>
            [say(`access.${row.action}`), row.aboutUsager && say('access.own-record')]
              .filter(Boolean)
              .join(' '),
        },
        { key: 'domains', title: say('access.domains'), render: domainsOf },
        { key: 'outcome', title: say('access.outcome'), render: row => say(`outcome.${row.outcome}`) },
      ]}
      more={more}
    />
  );
}

/** What one did oneself, by the journal; asked for when it is wanted, as each look at it is an access too. */
export function OwnAccesses() {
  const say = useText(texts);
  const [shown, setShown] = useState(false);
  return (
    <Panel
      title={say('mine.accesses')}
      description={say('mine.accesses.lead')}
      padding={shown ? 'flush' : 'normal'}
    >
      {shown ? (
        <List />
      ) : (
        <Button variant="light" onClick={() => setShown(true)}>
          {say('mine.accesses.show')}
        </Button>
      )}
    </Panel>
  );
}
