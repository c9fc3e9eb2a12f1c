import { postJson, useAct, useJson } from '@continuum/ui-fhir-client';
import {
  ConfirmDialog,
  DataTable,
  DateText,
  EmptyState,
  ErrorState,
  Loading,
  Panel,
  useGuide,
  useNotice,
} from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Select, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDeviceLaptop, IconNetwork, IconPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Revoke, Where } from './my-remote-access.tsx';
import { api, type ShownNetwork, useDeclarations, useMine, useNetworks } from './shown.browser.ts';
import { texts } from './texts.ts';

/** Declarations of the people that one answers for. */
function Declarations() {
  const say = useText(texts);
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 250);
  const { rows, error, refetch, more } = useDeclarations(search);
  return (
    <Panel
      title={say('register.title')}
      description={say('register.lead')}
      padding="flush"
      action={
        <TextInput
          aria-label={say('search')}
          placeholder={say('search')}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={typed}
          onChange={event => setTyped(event.currentTarget.value)}
        />
      }
    >
      {!!error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!rows && !error && <Loading rows={4} />}
      {rows?.length === 0 && (
        <EmptyState
          title={say('register.none')}
          icon={<IconDeviceLaptop size={30} stroke={1.5} aria-hidden />}
        />
      )}
      {!!rows?.length && (
        <DataTable
          caption={say('register.title')}
          rows={rows}
          rowKey={row => row.id}
          more={more}
          columns={[
            {
              ...{ key: 'person', title: say('column.person'), header: true },
              render: row => row.practitionerName,
            },
            { key: 'device', title: say('column.device'), render: row => row.deviceName },
            { key: 'where', title: say('column.where'), render: row => <Where row={row} /> },
            { key: 'place', title: say('column.place'), render: row => row.placeName },
            {
              ...{ key: 'declared', title: say('column.declared') },
              render: row => <DateText value={row.declared} />,
            },
            {
              ...{ key: 'actions', title: say('column.actions'), titleHidden: true },
              render: row => <Revoke row={row} />,
            },
          ]}
        />
      )}
    </Panel>
  );
}

function EndNetwork({ row }: { row: ShownNetwork }) {
  const say = useText(texts);
  const tell = useNotice();
  const [opened, setOpened] = useState(false);
  const act = useAct(() => postJson(`${api}/networks/${row.id}/end`, {}), [api]);
  const end = () =>
    act.mutate(undefined, {
      onSuccess: () => {
        setOpened(false);
        tell(say('network.ended'));
      },
    });
  return (
    <>
      <Button
        size="compact-md"
        color="red"
        variant="outline"
        aria-label={say('network.end.one', { network: row.network })}
        onClick={() => setOpened(true)}
      >
        {say('network.end')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={say('network.end.title')}
        confirm={say('network.end')}
        tone="danger"
        busy={act.isPending}
        error={act.error}
        onConfirm={end}
        onCancel={() => setOpened(false)}
      >
        <p>{say('network.end.text', { network: row.network })}</p>
      </ConfirmDialog>
    </>
  );
}

/** An organization of the register, found by its name. */
function OrganizationChoice({ onChange }: { onChange: (organization: string) => void }) {
  const say = useText(texts);
  const [typed, setTyped] = useState('');
  const [name] = useDebouncedValue(typed.trim(), 250);
  const { data } = useJson<{ organizations: { id: string; name: string }[] }>(
    `/api/organization?${new URLSearchParams({ name })}`,
  );
  return (
    <Select
      label={say('sign.organization')}
      required
      searchable
      data={(data?.organizations ?? []).map(({ id, name: label }) => ({ value: id, label }))}
      filter={({ options }) => options}
      onSearchChange={setTyped}
      onChange={chosen => onChange(chosen ?? '')}
    />
  );
}

/** @param organizations one's own; undefined for who answers everywhere: the register's. */
function NewNetwork({
  organizations,
}: {
  organizations: readonly { id: string; name: string }[] | undefined;
}) {
  const say = useText(texts);
  const tell = useNotice();
  const [opened, setOpened] = useState(false);
  const empty = { organization: organizations?.[0]?.id ?? '', network: '', label: '' };
  const [draft, setDraft] = useState(empty);
  const put = (more: Partial<typeof draft>) => setDraft({ ...draft, ...more });
  const act = useAct(() => postJson(`${api}/networks`, draft), [api]);
  const submit = () =>
    act.mutate(undefined, {
      onSuccess: () => {
        setOpened(false);
        setDraft(empty);
        tell(say('network.done'));
      },
    });
  return (
    <>
      <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setOpened(true)}>
        {say('network.new')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={say('network.new')}
        confirm={say('network.new')}
        busy={act.isPending}
        error={act.error}
        onConfirm={submit}
        onCancel={() => {
          act.reset();
          setOpened(false);
        }}
      >
        <Stack gap="sm">
          {organizations ? (
            <Select
              label={say('sign.organization')}
              required
              allowDeselect={false}
              data={organizations.map(({ id, name }) => ({ value: id, label: name }))}
              value={draft.organization}
              onChange={organization => put({ organization: organization ?? '' })}
            />
          ) : (
            <OrganizationChoice onChange={organization => put({ organization })} />
          )}
          <TextInput
            label={say('network')}
            description={say('network.help')}
            required
            spellCheck={false}
            value={draft.network}
            onChange={event => put({ network: event.currentTarget.value })}
          />
          <TextInput
            label={say('network.label')}
            required
            maxLength={120}
            value={draft.label}
            onChange={event => put({ label: event.currentTarget.value })}
          />
        </Stack>
      </ConfirmDialog>
    </>
  );
}

function Networks({ organizations }: { organizations: readonly { id: string; name: string }[] | undefined }) {
  const say = useText(texts);
  const { rows, error, refetch, more } = useNetworks();
  return (
    <Panel
      title={say('networks.title')}
      description={say('networks.lead')}
      padding="flush"
      action={<NewNetwork organizations={organizations} />}
    >
      {!!error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!rows && !error && <Loading rows={4} />}
      {rows?.length === 0 && (
        <EmptyState title={say('networks.none')} icon={<IconNetwork size={30} stroke={1.5} aria-hidden />}>
          <p>{say('networks.none.text')}</p>
        </EmptyState>
      )}
      {!!rows?.length && (
        <DataTable
          caption={say('networks.title')}
          rows={rows}
          rowKey={row => row.id}
          more={more}
          columns={[
            { key: 'network', title: say('network'), header: true, render: row => row.network },
            { key: 'label', title: say('network.label'), render: row => row.label },
            { key: 'organization', title: say('sign.organization'), render: row => row.organizationName },
            { key: 'by', title: say('network.by'), render: row => row.registeredByName },
            {
              ...{ key: 'actions', title: say('column.actions'), titleHidden: true },
              render: row => <EndNetwork row={row} />,
            },
          ]}
        />
      )}
    </Panel>
  );
}

/** What whoever answers for access manages of remote access; nothing for anybody else. */
export function RemoteRegister() {
  const { data } = useMine();
  const answersHere = data?.manages.some(({ organization }) => organization !== undefined);
  useGuide(data?.manages.length ? (answersHere ? 'gaa' : 'aga') : undefined);
  if (!data || data.manages.length === 0) return null;
  const everywhere = data.manages.some(({ organization }) => organization === undefined);
  return (
    <>
      <Declarations />
      <Networks
        organizations={
          everywhere
            ? undefined
            : data.manages.map(({ organization, name }) => ({
                id: organization!,
                name: name ?? organization!,
              }))
        }
      />
    </>
  );
}
