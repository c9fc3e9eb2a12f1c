import { postJson, useAct, useJson } from '@continuum/ui-fhir-client';
import { ConfirmDialog, DateText, EmptyState, ListPanel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from './shown.browser.ts';
import { texts } from './texts.ts';

const path = `${api}/watched`;

interface Watched {
  id: string;
  usager: string;
  reason: string;
  since: string;
  byName: string;
}

function Add() {
  const say = useText(texts);
  const [opened, setOpened] = useState(false);
  const [nam, setNam] = useState('');
  const [reason, setReason] = useState('');
  const act = useAct(() => postJson(path, { nam, reason }), [path]);
  const add = () =>
    act.mutate(undefined, {
      onSuccess: () => {
        setNam('');
        setReason('');
        setOpened(false);
      },
    });
  return (
    <>
      <Button variant="light" onClick={() => setOpened(true)}>
        {say('watched.add')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={say('watched.add')}
        confirm={say('watched.add')}
        busy={act.isPending}
        error={act.error}
        onConfirm={add}
        onCancel={() => setOpened(false)}
      >
        <Stack gap="md">
          <TextInput
            label={say('watched.nam')}
            required
            autoComplete="off"
            value={nam}
            onChange={event => setNam(event.currentTarget.value)}
          />
          <Textarea
            label={say('reason')}
            required
            maxLength={4000}
            value={reason}
            onChange={event => setReason(event.currentTarget.value)}
          />
        </Stack>
      </ConfirmDialog>
    </>
  );
}

function End({ id, name }: { id: string; name: string }) {
  const say = useText(texts);
  const [opened, setOpened] = useState(false);
  const act = useAct(() => postJson(`${path}/${id}/end`, {}), [path]);
  return (
    <>
      <Button size="sm" variant="subtle" color="red" onClick={() => setOpened(true)}>
        {say('watched.end')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={`${say('watched.end')} · ${name}`}
        confirm={say('watched.end')}
        tone="danger"
        busy={act.isPending}
        error={act.error}
        onConfirm={() => act.mutate(undefined, { onSuccess: () => setOpened(false) })}
        onCancel={() => setOpened(false)}
      >
        <Text>{say('watched.end.text')}</Text>
      </ConfirmDialog>
    </>
  );
}

/** The records that are watched more closely: added by NAM, with why, and taken off. */
export function WatchedList() {
  const say = useText(texts);
  const { data, error, refetch } = useJson<{ rows: Watched[]; usagers: Record<string, string> }>(path);
  const nameOf = ({ usager }: Watched) => data?.usagers[usager] ?? '–';
  return (
    <ListPanel
      title={say('watched')}
      description={say('watched.lead')}
      list={{ rows: data?.rows, error, refetch }}
      action={<Add />}
      rowKey={row => row.id}
      columns={[
        { key: 'whose', title: say('whose'), header: true, render: nameOf },
        { key: 'reason', title: say('reason'), render: row => row.reason },
        { key: 'since', title: say('watched.since'), render: row => <DateText value={row.since} /> },
        { key: 'by', title: say('who'), render: row => row.byName },
        {
          key: 'end',
          title: say('actions'),
          titleHidden: true,
          render: row => <End id={row.id} name={nameOf(row)} />,
        },
      ]}
      empty={<EmptyState title={say('watched.none')} />}
      usual={3}
    />
  );
}
