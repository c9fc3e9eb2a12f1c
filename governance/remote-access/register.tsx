import { OrganizationChoice } from '@continuum/registries-organization/console';
import { postJson, useAct } from '@continuum/ui-fhir-client';
import { ConfirmedAct, DateText, EmptyState, ListPanel, SearchField, useGuide } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Select, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDeviceLaptop, IconNetwork } from '@tabler/icons-react';
import { useState } from 'react';
import { Revoke, Where } from './my-remote-access.tsx';
import { api, type ShownNetwork, useDeclarations, useMine, useNetworks } from './shown.browser.ts';
import { texts } from './texts.ts';

/** Declarations of the people that one answers for. */
function Declarations() {
  const say = useText(texts);
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 250);
  const list = useDeclarations(search);
  return (
    <ListPanel
      title={say('register.title')}
      description={say('register.lead')}
      list={list}
      action={<SearchField label={say('search')} value={typed} onChange={setTyped} />}
      rowKey={row => row.id}
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
      empty={
        <EmptyState
          title={say('register.none')}
          icon={<IconDeviceLaptop size={30} stroke={1.5} aria-hidden />}
        />
      }
    />
  );
}

function EndNetwork({ row }: { row: ShownNetwork }) {
  const say = useText(texts);
  const act = useAct(() => postJson(`${api}/networks/${row.id}/end`, {}), [api]);
  return (
    <ConfirmedAct
      kind="end"
      label={say('network.end')}
      labelOf={say('network.end.one', { network: row.network })}
      title={say('network.end.title')}
      act={act}
      done={say('network.ended')}
    >
      <p>{say('network.end.text', { network: row.network })}</p>
    </ConfirmedAct>
  );
}

/** @param organizations one's own; undefined for who answers everywhere: the register's. */
function NewNetwork({
  organizations,
}: {
  organizations: readonly { id: string; name: string }[] | undefined;
}) {
  const say = useText(texts);
  const empty = { organization: organizations?.[0]?.id ?? '', network: '', label: '' };
  const [draft, setDraft] = useState(empty);
  const put = (more: Partial<typeof draft>) => setDraft({ ...draft, ...more });
  const act = useAct(() => postJson(`${api}/networks`, draft), [api]);
  return (
    <ConfirmedAct
      kind="begin"
      label={say('network.new')}
      title={say('network.new')}
      act={act}
      done={say('network.done')}
      onDone={() => setDraft(empty)}
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
          <OrganizationChoice
            label={say('sign.organization')}
            value={draft.organization}
            onChange={organization => put({ organization })}
          />
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
    </ConfirmedAct>
  );
}

function Networks({ organizations }: { organizations: readonly { id: string; name: string }[] | undefined }) {
  const say = useText(texts);
  const list = useNetworks();
  return (
    <ListPanel
      title={say('networks.title')}
      description={say('networks.lead')}
      list={list}
      action={<NewNetwork organizations={organizations} />}
      rowKey={row => row.id}
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
      empty={
        <EmptyState title={say('networks.none')} icon={<IconNetwork size={30} stroke={1.5} aria-hidden />}>
          <p>{say('networks.none.text')}</p>
        </EmptyState>
      }
    />
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
