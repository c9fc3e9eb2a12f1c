import { postJson, useAct, useJson } from '@continuum/ui-fhir-client';
import {
  type Column,
  ConfirmDialog,
  DataTable,
  EmptyState,
  ErrorState,
  Loading,
  Panel,
  useNotice,
} from '@continuum/ui-kit';
import { useFormat, useText } from '@continuum/ui-language';
import { Button } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useState } from 'react';
import { texts } from '../texts.ts';
import { gapAddress, NewGap } from './new-gap.tsx';

/** A gap as `/api/organization/gaps` tells of it. */
interface ShownGap {
  id: string;
  organizationName: string;
  domain: string;
  category?: string;
  since?: string;
  reason: string;
  recorded: string;
}

function EndGap({ gap, onDone }: { gap: ShownGap; onDone: () => void }) {
  const say = useText(texts);
  const tell = useNotice();
  const act = useAct(() => postJson(`${gapAddress}/${gap.id}/end`, {}), [gapAddress]);
  const end = () =>
    act.mutate(undefined, {
      onSuccess: () => {
        tell(say('gap.ended'));
        onDone();
      },
    });
  return (
    <ConfirmDialog
      opened
      title={say('gap.end')}
      confirm={say('gap.end')}
      busy={act.isPending}
      error={act.error}
      onConfirm={end}
      onCancel={onDone}
    >
      <p>{say('gap.end.text', { organization: gap.organizationName })}</p>
    </ConfirmDialog>
  );
}

/** What organismes are known not to send: readers are told it where a list is empty. */
export function GapList() {
  const say = useText(texts);
  const format = useFormat();
  const [ending, setEnding] = useState<ShownGap>();
  const { data, error, refetch } = useJson<{ gaps: ShownGap[] }>(gapAddress);
  const columns: Column<ShownGap>[] = [
    { key: 'organization', title: say('name'), header: true, render: row => row.organizationName },
    {
      key: 'domain',
      title: say('gap.domain'),
      render: row => say(`domain.${row.domain}` as 'domain.imaging'),
    },
    { key: 'what', title: say('gap.category'), render: row => row.category ?? say('gap.everything') },
    { key: 'since', title: say('gap.since'), render: row => row.since ?? say('gap.unknown') },
    { key: 'reason', title: say('gap.reason'), render: row => row.reason },
    { key: 'recorded', title: say('gap.recorded'), render: row => format.ago(row.recorded) },
    {
      key: 'act',
      title: say('gap.act'),
      render: row => (
        <Button variant="subtle" size="compact-sm" onClick={() => setEnding(row)}>
          {say('gap.end')}
        </Button>
      ),
    },
  ];
  return (
    <Panel title={say('gap.title')} description={say('gap.description')} padding="flush" action={<NewGap />}>
      {!!error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={4} />}
      {data?.gaps.length === 0 && (
        <EmptyState title={say('gap.none')} icon={<IconPlugConnected size={30} stroke={1.5} aria-hidden />} />
      )}
      {!!data?.gaps.length && (
        <DataTable caption={say('gap.title')} columns={columns} rows={data.gaps} rowKey={row => row.id} />
      )}
      {ending && <EndGap gap={ending} onDone={() => setEnding(undefined)} />}
    </Panel>
  );
}
