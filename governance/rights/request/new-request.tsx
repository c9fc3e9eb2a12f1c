import { postJson, useAct, useJsonPages } from '@continuum/ui-fhir-client';
import { Dialog, ErrorState, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Anchor, Button, Group, Radio, Select, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type RequestKind, requestKinds } from './request-machine.data.ts';
import {
  type ItemsAnswer,
  type ItemType,
  itemTypes,
  type OwnRequestsAnswer,
  type ShownRequest,
} from './request-view.ts';
import { texts } from './texts.ts';

interface Draft {
  kind: RequestKind;
  type: ItemType;
  resource: string | null;
  wanted: string;
  reason: string;
  evidence: string;
}

const empty: Draft = {
  ...{ kind: 'rectification', type: 'Observation', resource: null },
  ...{ wanted: '', reason: '', evidence: '' },
};

interface FieldsProps {
  patient: string;
  draft: Draft;
  tried: boolean;
  set: (change: Partial<Draft>) => void;
}

/** What of the record is to be rectified: a kind, then one of it. */
function WhatFields({ patient, draft, tried, set }: FieldsProps) {
  const say = useText(texts);
  const path = `/api/rights/${patient}/items?type=${draft.type}`;
  const pages = useJsonPages<ItemsAnswer>(path, ({ next }) =>
    next === undefined ? undefined : `${path}&cursor=${encodeURIComponent(next)}`,
  );
  const items = pages.data?.pages.flatMap(page => page.items) ?? [];
  return (
    <>
      <Select
        label={say('new.type')}
        data={itemTypes.map(value => ({ value, label: say(`type.${value}`) }))}
        value={draft.type}
        allowDeselect={false}
        onChange={value => set({ type: (value ?? draft.type) as ItemType, resource: null })}
      />
      <Select
        label={say('new.item')}
        description={say('new.item.help')}
        required
        searchable
        disabled={pages.isPending}
        data={items.map(({ id, name, day }) => ({
          value: id,
          label: [day, name].filter(Boolean).join(', '),
        }))}
        value={draft.resource}
        nothingFoundMessage={say('new.item.none')}
        error={tried && draft.resource === null && say('new.item.missing')}
        onChange={resource => set({ resource })}
      />
      {!!pages.error && <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />}
      {pages.hasNextPage && (
        <div>
          <Button
            size="compact-md"
            variant="light"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {say('new.item.more')}
          </Button>
        </div>
      )}
    </>
  );
}

function WordFields({ draft, tried, set }: Omit<FieldsProps, 'patient'>) {
  const say = useText(texts);
  const isRectification = draft.kind === 'rectification';
  const field = { autosize: true, minRows: 2, maxLength: 4000 } as const;
  return (
    <>
      <Textarea
        {...field}
        required
        label={say(`new.wanted.${draft.kind}`)}
        description={draft.kind === 'complete-record' && say('new.wanted.complete-record.help')}
        value={draft.wanted}
        error={tried && draft.wanted.trim() === '' && say('new.wanted.missing')}
        onChange={({ currentTarget }) => set({ wanted: currentTarget.value })}
      />
      {isRectification && (
        <>
          <Textarea
            {...field}
            required
            label={say('new.reason')}
            value={draft.reason}
            error={tried && draft.reason.trim() === '' && say('new.reason.missing')}
            onChange={({ currentTarget }) => set({ reason: currentTarget.value })}
          />
          <Textarea
            {...field}
            label={say('new.evidence')}
            description={say('new.evidence.help')}
            value={draft.evidence}
            onChange={({ currentTarget }) => set({ evidence: currentTarget.value })}
          />
        </>
      )}
    </>
  );
}

const isComplete = ({ kind, resource, wanted, reason }: Draft): boolean =>
  wanted.trim() !== '' && (kind !== 'rectification' || (resource !== null && reason.trim() !== ''));

const toBody = ({ kind, resource, wanted, reason, evidence }: Draft) =>
  kind === 'rectification'
    ? { kind, resource, wanted, reason, ...(evidence.trim() && { evidence }) }
    : { kind, wanted };

interface NewRequestProps {
  patient: string;
  days: OwnRequestsAnswer['days'];
  /** Goes to the list of accesses, where one that is not recognized is reported. */
  onAccesses: () => void;
}

/** "New request": what, about what, why; it gives the number. */
export function NewRequest({ patient, days, onAccesses }: NewRequestProps) {
  const say = useText(texts);
  const tell = useNotice();
  const [opened, setOpened] = useState(false);
  const [draft, setDraft] = useState(empty);
  const [tried, setTried] = useState(false);
  const set = (change: Partial<Draft>) => setDraft(before => ({ ...before, ...change }));
  const path = `/api/rights/${patient}/requests`;
  const act = useAct(() => postJson<ShownRequest>(path, toBody(draft)), [path]);
  const close = () => {
    act.reset();
    setTried(false);
    setOpened(false);
  };
  const send = (submitted: FormEvent) => {
    submitted.preventDefault();
    setTried(true);
    if (!isComplete(draft)) return;
    act.mutate(undefined, {
      onSuccess: ({ number }) => {
        close();
        setDraft(empty);
        tell(say('new.sent', { number }));
      },
    });
  };
  return (
    <>
      <Button onClick={() => setOpened(true)}>{say('new')}</Button>
      <Dialog opened={opened} title={say('new')} onClose={close}>
        <form onSubmit={send} noValidate>
          <Stack gap="md">
            <Radio.Group
              label={say('new.kind')}
              value={draft.kind}
              onChange={kind => set({ kind: kind as RequestKind })}
            >
              <Stack gap="sm" mt="xs">
                {requestKinds.map(kind => (
                  <Radio
                    key={kind}
                    value={kind}
                    label={say(`kind.${kind}`)}
                    description={`${say(`kind.${kind}.help`)} ${say('new.days', { days: days[kind] })}`}
                  />
                ))}
              </Stack>
            </Radio.Group>
            {draft.kind === 'rectification' && (
              <WhatFields patient={patient} draft={draft} tried={tried} set={set} />
            )}
            {draft.kind === 'complaint' && (
              <Text>
                {say('new.access.text')}
                <Anchor component="button" type="button" onClick={onAccesses}>
                  {say('new.access.go')}
                </Anchor>
              </Text>
            )}
            <WordFields draft={draft} tried={tried} set={set} />
            {!!act.error && <ErrorState error={act.error} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {say('cancel')}
              </Button>
              <Button type="submit" loading={act.isPending}>
                {say('new.send')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Dialog>
    </>
  );
}
