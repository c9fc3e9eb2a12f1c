import { postJson, useAct, useJsonPages } from '@continuum/ui-fhir-client';
import { Dialog, ErrorState, FormEnd, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Alert, Anchor, Button, Radio, Select, Stack, Text, Textarea } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { evidenceLimits } from './evidence/evidence.data.ts';
import { EvidenceField } from './evidence/evidence-field.tsx';
import { evidenceTexts } from './evidence/texts.ts';
import { useEvidence } from './evidence/use-evidence.browser.ts';
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

/** What is asked, about what, and why. */
function RequestFields({ patient, days, onAccesses, draft, tried, set }: FieldsProps & NewRequestProps) {
  const say = useText(texts);
  return (
    <>
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
    </>
  );
}

/** The request is sent, with its number; what was to be joined to it is not yet. */
function NotJoined({ number }: { number: string }) {
  const say = useText(evidenceTexts);
  return (
    <Alert
      color="ambre"
      role="alert"
      title={say('not-joined', { number })}
      icon={<IconCircleCheck aria-hidden />}
    >
      {say('not-joined.text')}
    </Alert>
  );
}

/** A request that is being made: sent once, then the files that are joined to it, one after the other. */
function useNewRequest(path: string) {
  const [draft, setDraft] = useState(empty);
  const [tried, setTried] = useState(false);
  const [made, setMade] = useState<ShownRequest>();
  const evidence = useEvidence([path]);
  const act = useAct((given: Draft) => postJson<ShownRequest>(path, toBody(given)), [path]);
  const isRectification = draft.kind === 'rectification';
  const isFit = !isRectification || (evidence.isFit && evidence.files.length <= evidenceLimits.files);
  /** The request once it and all its files are sent; undefined: something is missing, or failed. */
  const send = async (): Promise<ShownRequest | undefined> => {
    setTried(true);
    if (!isFit || !isComplete(draft)) return undefined;
    const sent = made ?? (await act.mutateAsync(draft).catch(() => undefined));
    setMade(sent);
    const joined = sent && (!isRectification || (await evidence.send(`${path}/${sent.id}/evidence`)));
    return joined ? sent : undefined;
  };
  return {
    ...{ draft, tried, made, evidence, isRectification, send, error: act.error },
    isPending: act.isPending || evidence.sending !== undefined,
    set: (change: Partial<Draft>) => setDraft(before => ({ ...before, ...change })),
    /** What was written stays, unless it was sent. */
    leave: (isSent: boolean) => {
      act.reset();
      setTried(false);
      setMade(undefined);
      if (!isSent) return;
      setDraft(empty);
      evidence.clear();
    },
  };
}

/** "New request": what, about what, why, what shows it; it gives the number. */
export function NewRequest(props: NewRequestProps) {
  const say = useText(texts);
  const sayOfFiles = useText(evidenceTexts);
  const tell = useNotice();
  const [opened, setOpened] = useState(false);
  const request = useNewRequest(`/api/rights/${props.patient}/requests`);
  const { draft, tried, made, evidence, set } = request;
  const close = (isSent = made !== undefined) => {
    request.leave(isSent);
    setOpened(false);
  };
  const send = async (submitted: FormEvent) => {
    submitted.preventDefault();
    const sent = await request.send();
    if (!sent) return;
    close(true);
    tell(say('new.sent', { number: sent.number }));
  };
  return (
    <>
      <Button onClick={() => setOpened(true)}>{say('new')}</Button>
      <Dialog opened={opened} title={say('new')} onClose={() => close()}>
        <form onSubmit={submitted => void send(submitted)} noValidate>
          <Stack gap="md">
            {made ? (
              evidence.error && <NotJoined number={made.number} />
            ) : (
              <RequestFields {...props} draft={draft} tried={tried} set={set} />
            )}
            {request.isRectification && <EvidenceField evidence={evidence} left={evidenceLimits.files} />}
            {!!request.error && <ErrorState error={request.error} />}
            <FormEnd
              error={evidence.error}
              busy={request.isPending}
              held={request.isPending}
              submit={made ? sayOfFiles('join.send') : say('new.send')}
              onCancel={() => close()}
              {...(made && { cancel: sayOfFiles('close') })}
            />
          </Stack>
        </form>
      </Dialog>
    </>
  );
}
