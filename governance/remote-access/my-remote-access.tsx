import { postJson, useAct } from '@continuum/ui-fhir-client';
import {
  type Column,
  ConfirmedAct,
  DataTable,
  DateText,
  EmptyState,
  ErrorState,
  Loading,
  Panel,
  useNotice,
} from '@continuum/ui-kit';
import { useFormat, useText } from '@continuum/ui-language';
import { useSessionControl } from '@continuum/ui-session';
import { Anchor, Badge, Button, Group } from '@mantine/core';
import { IconDeviceLaptop } from '@tabler/icons-react';
import { useState } from 'react';
import { Declare } from './declare.tsx';
import { api, type ShownDeclaration, type ShownMine, useMine } from './shown.browser.ts';
import { texts } from './texts.ts';

/** From where, in words. */
export function Where({ row }: { row: ShownDeclaration }) {
  const say = useText(texts);
  return <>{[say(`kind.${row.kind}`), row.municipality].filter(Boolean).join(' · ')}</>;
}

/** Ends a declaration, once it is confirmed. */
export function Revoke({ row }: { row: ShownDeclaration }) {
  const say = useText(texts);
  const act = useAct(() => postJson(`${api}/declarations/${row.id}/revocation`, {}), [api]);
  return (
    <ConfirmedAct
      kind="end"
      label={say('revoke')}
      labelOf={say('revoke.one', { device: row.deviceName, name: row.practitionerName })}
      title={say('revoke.title')}
      act={act}
      done={say('revoked')}
    >
      <p>{say('revoke.text', { device: row.deviceName })}</p>
    </ConfirmedAct>
  );
}

/** The session says from now on that one is at that home. */
function Use({ row }: { row: ShownDeclaration }) {
  const say = useText(texts);
  const tell = useNotice();
  const { retry } = useSessionControl();
  const act = useAct(() => postJson(`${api}/declarations/${row.id}/use`, {}), [api]);
  const use = () =>
    act.mutate(undefined, {
      onSuccess: () => {
        tell(say('used'));
        retry();
      },
    });
  return (
    <Button
      size="compact-md"
      variant="default"
      loading={act.isPending}
      aria-label={say('use.one', { where: say(`kind.${row.kind}`) })}
      onClick={use}
    >
      {say('use')}
    </Button>
  );
}

function State({ row }: { row: ShownDeclaration }) {
  const say = useText(texts);
  const format = useFormat();
  if (row.revoked)
    return <>{say('state.revoked', { date: format.date(row.revoked), name: row.revokedByName ?? '' })}</>;
  if (!row.stands) return <>{say('state.ended')}</>;
  return (
    <Badge color="sarcelle" variant="light" tt="none">
      {say(row.here ? 'state.here' : 'state.stands')}
    </Badge>
  );
}

function Acts({ row, mine }: { row: ShownDeclaration; mine: ShownMine }) {
  if (!row.stands) return null;
  const elsewhere = mine.remote !== null && mine.remote.declaration !== row.id;
  return (
    <Group gap="xs">
      {row.here && elsewhere && <Use row={row} />}
      <Revoke row={row} />
    </Group>
  );
}

function Devices({ mine }: { mine: ShownMine }) {
  const say = useText(texts);
  const columns: Column<ShownDeclaration>[] = [
    { key: 'device', title: say('column.device'), header: true, render: row => row.deviceName },
    { key: 'where', title: say('column.where'), render: row => <Where row={row} /> },
    { key: 'place', title: say('column.place'), render: row => row.placeName },
    { key: 'declared', title: say('column.declared'), render: row => <DateText value={row.declared} /> },
    { key: 'state', title: say('column.state'), render: row => <State row={row} /> },
    {
      ...{ key: 'actions', title: say('column.actions'), titleHidden: true },
      render: row => <Acts row={row} mine={mine} />,
    },
  ];
  return (
    <Panel title={say('mine.title')} padding="flush">
      {mine.declarations.length === 0 ? (
        <EmptyState title={say('mine.none')} icon={<IconDeviceLaptop size={30} stroke={1.5} aria-hidden />}>
          <p>{say('mine.none.text')}</p>
        </EmptyState>
      ) : (
        <DataTable
          caption={say('mine.title')}
          rows={mine.declarations}
          rowKey={row => row.id}
          columns={columns}
        />
      )}
    </Panel>
  );
}

/** The declaration of this device: at once when it has none, else when it is asked for. */
function DeclareMore({ mine }: { mine: ShownMine }) {
  const say = useText(texts);
  const [asked, setAsked] = useState(false);
  if (asked || mine.remote?.at === 'undeclared') return <Declare mine={mine} />;
  return (
    <div>
      <Button variant="default" onClick={() => setAsked(true)}>
        {say('declare.more')}
      </Button>
    </div>
  );
}

/** One's own remote access: where one is, the devices declared, and the declaration of this one. */
export function MyRemoteAccess() {
  const say = useText(texts);
  const { data, error, refetch } = useMine();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={6} />;
  const { remote, authorizations } = data;
  return (
    <>
      <Panel title={say('now.title')}>
        <p>{say(`now.${remote?.at ?? 'usual'}`)}</p>
        <Anchor href="/visualiseur/trousse">{say('now.kit')}</Anchor>
      </Panel>
      <Devices mine={data} />
      {remote && authorizations.length > 0 && <DeclareMore mine={data} />}
    </>
  );
}
