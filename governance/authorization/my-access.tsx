import { postJson, useAct } from '@continuum/ui-fhir-client';
import { DataTable, EmptyState, ErrorState, Facts, Loading, Panel, useNotice } from '@continuum/ui-kit';
import { useFormat, useLanguage, useText } from '@continuum/ui-language';
import { useProfileName } from '@continuum/ui-session';
import { Button, Checkbox, List, Stack, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import { Period, State } from './access-list.tsx';
import { api, type ShownMine, type ShownRow, useMine } from './shown.browser.ts';
import { texts } from './texts.ts';

function Accept({ row, version }: { row: ShownRow; version: string }) {
  const say = useText(texts);
  const tell = useNotice();
  const [read, setRead] = useState(false);
  const act = useAct(() => postJson(`${api}/authorizations/${row.id}/acceptance`, { version }), [api]);
  return (
    <Stack gap="sm">
      <Text fw={600}>{row.organizationName}</Text>
      <Checkbox
        label={say('mine.accept')}
        checked={read}
        onChange={event => setRead(event.currentTarget.checked)}
      />
      {!!act.error && <ErrorState error={act.error} />}
      <div>
        <Button
          disabled={!read}
          loading={act.isPending}
          onClick={() => act.mutate(undefined, { onSuccess: () => tell(say('done')) })}
        >
          {say('event.accept')}
        </Button>
      </div>
    </Stack>
  );
}

function Conditions({ mine }: { mine: ShownMine }) {
  const say = useText(texts);
  const format = useFormat();
  const language = useLanguage();
  const { version, obligations } = mine.conditions;
  const waiting = mine.authorizations.filter(({ state }) => state === 'awaiting-acceptance');
  const [accepted] = mine.acceptances;
  const lead = accepted
    ? say('mine.accepted', { date: format.date(accepted.accepted), version: accepted.version })
    : say('mine.conditions.lead', { version });
  return (
    <Panel
      title={say('mine.conditions')}
      description={waiting.length > 0 ? say('mine.conditions.lead', { version }) : lead}
    >
      <Stack gap="lg">
        <List spacing="sm">
          {obligations.map(text => (
            <List.Item key={text.en}>{language === 'en' ? text.en : text.fr}</List.Item>
          ))}
        </List>
        {waiting.map(row => (
          <Accept key={row.id} row={row} version={version} />
        ))}
      </Stack>
    </Panel>
  );
}

function Own({ rows }: { rows: ShownRow[] }) {
  const say = useText(texts);
  const profileName = useProfileName();
  return (
    <Panel title={say('mine.authorizations')} padding="flush">
      {rows.length === 0 ? (
        <EmptyState title={say('mine.none')} icon={<IconKey size={30} stroke={1.5} aria-hidden />}>
          <p>{say('mine.none.text')}</p>
        </EmptyState>
      ) : (
        <DataTable
          caption={say('mine.authorizations')}
          rows={rows}
          rowKey={row => row.id}
          columns={[
            {
              key: 'organization',
              title: say('organization'),
              header: true,
              render: row => row.organizationName,
            },
            {
              key: 'profile',
              title: say('profile'),
              render: row => profileName(row.profile!),
            },
            { key: 'period', title: say('period'), render: row => <Period row={row} /> },
            { key: 'state', title: say('state'), render: row => <State row={row} /> },
          ]}
        />
      )}
    </Panel>
  );
}

/** One’s own access: authorizations, the conditions and when they were accepted, whom to reach. */
export function MyAccess() {
  const say = useText(texts);
  const { data, error, refetch } = useMine();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={6} />;
  const managers = data.managers.map(({ name, email }) => ({ label: name, value: email }));
  const support = [
    { label: say('mine.support.tvi'), value: '1 844 362-0009' },
    { label: say('mine.support.general'), value: '1 877 826-2433' },
  ];
  return (
    <>
      <Own rows={data.authorizations} />
      <Conditions mine={data} />
      {managers.length > 0 && (
        <Panel title={say('mine.managers')}>
          <Facts items={managers} />
        </Panel>
      )}
      <Panel title={say('mine.support')}>
        <Facts items={support} />
      </Panel>
    </>
  );
}
