import { postJson, useAct } from '@continuum/ui-fhir-client';
import { DataTable, EmptyState, ErrorState, Facts, Loading, Panel, useNotice } from '@continuum/ui-kit';
import { useFormat, useLanguage, useText } from '@continuum/ui-language';
import { useProfileName, useSession } from '@continuum/ui-session';
import { Anchor, Button, Checkbox, List, Stack, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import { Period, State } from './access-list.tsx';
import { OwnAccesses } from './self-service/own-accesses.tsx';
import { SecurityQuestions } from './self-service/security-questions.tsx';
import { ActFor, EnteredBefore, useEnterAt } from './self-service/take-place.tsx';
import { texts } from './self-service/texts.ts';
import { api, type ShownMine, type ShownRow, useMine } from './shown.browser.ts';

function Accept({ row, version }: { row: ShownRow; version: string }) {
  const say = useText(texts);
  const tell = useNotice();
  const [read, setRead] = useState(false);
  const enterAt = useEnterAt();
  const accept = async () => {
    await postJson(`${api}/authorizations/${row.id}/acceptance`, { version });
    await enterAt(row.id);
  };
  const act = useAct(accept, ['/api']);
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
        <Text size="sm" c="dimmed">
          {say('mine.source', { source: mine.conditions.source })}
        </Text>
        {waiting.map(row => (
          <Accept key={row.id} row={row} version={version} />
        ))}
      </Stack>
    </Panel>
  );
}

function Own({ rows, placeNames }: { rows: ShownRow[]; placeNames: Record<string, string> }) {
  const say = useText(texts);
  const profileName = useProfileName();
  const { organization } = useSession();
  const here = rows.filter(({ state }) => state === 'in-force');
  const placesOf = ({ places = [] }: ShownRow) =>
    places.map(id => placeNames[id] ?? say('mine.place-ended')).join(', ');
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
              render: row => (
                <>
                  {row.organizationName}
                  <Text size="sm" c="dimmed">
                    {say('mine.places', { places: placesOf(row) })}
                  </Text>
                </>
              ),
            },
            {
              key: 'profile',
              title: say('profile'),
              render: row => profileName(row.profile!),
            },
            { key: 'period', title: say('period'), render: row => <Period row={row} /> },
            {
              ...{ key: 'renew', title: say('actions'), titleHidden: true },
              render: row => (
                <Stack gap="xs">
                  <AskRenewal row={row} />
                  {here.length > 1 && organization && row.state === 'in-force' && <ActFor row={row} />}
                </Stack>
              ),
            },
            { key: 'state', title: say('state'), render: row => <State row={row} /> },
          ]}
        />
      )}
    </Panel>
  );
}

/** How somebody is reached. */
function Reach({ phone, email }: { phone?: string; email: string }) {
  return (
    <>
      {phone && <div>{phone}</div>}
      <Anchor href={`mailto:${email}`}>{email}</Anchor>
    </>
  );
}

/** Who is where, and how to reach them. */
function People({
  title,
  people,
}: {
  title: string;
  people: ShownMine['verifiers'] | ShownMine['managers'];
}) {
  const say = useText(texts);
  return (
    <Panel title={title}>
      {people.length === 0 ? (
        <Text>{say('mine.none-to-reach')}</Text>
      ) : (
        <Facts
          layout="rows"
          items={people.map(({ name, email, organizationName }) => ({
            label: `${name} · ${organizationName}`,
            value: <Reach email={email} />,
          }))}
        />
      )}
    </Panel>
  );
}

/** Of an authorization that has an end: its holder asks their GAA to renew it. */
function AskRenewal({ row }: { row: ShownRow }) {
  const say = useText(texts);
  const tell = useNotice();
  const act = useAct(() => postJson(`${api}/authorizations/${row.id}/renewal-request`, {}), [api]);
  const day = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
  if (row.state === 'ended' || !row.ends || row.ends > day) return null;
  return (
    <Stack gap="xs">
      <div>
        <Button
          size="sm"
          variant="light"
          loading={act.isPending}
          onClick={() => act.mutate(undefined, { onSuccess: () => tell(say('done')) })}
        >
          {say('event.ask-renewal')}
        </Button>
      </div>
      {!!act.error && <ErrorState error={act.error} />}
    </Stack>
  );
}

/** One’s own access: authorizations, the conditions and when they were accepted, whom to reach. */
export function MyAccess() {
  const say = useText(texts);
  const { data, error, refetch } = useMine();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={6} />;
  const { support } = data;
  return (
    <>
      <EnteredBefore rows={data.authorizations} />
      <Own rows={data.authorizations} placeNames={data.placeNames} />
      <Conditions mine={data} />
      <SecurityQuestions mine={data} />
      <OwnAccesses />
      {data.authorizations.some(({ state }) => state !== 'ended') && (
        <>
          <People title={say('mine.managers')} people={data.managers} />
          <People title={say('mine.verifiers')} people={data.verifiers} />
        </>
      )}
      <Panel title={say('mine.support')}>
        <Facts
          layout="rows"
          items={[
            {
              label: say('mine.support.tvi'),
              value: <Reach phone={support.keysPhone} email={support.keysEmail} />,
            },
            {
              label: say('mine.support.general'),
              value: <Reach phone={support.centrePhone} email={support.centreEmail} />,
            },
          ]}
        />
      </Panel>
    </>
  );
}
