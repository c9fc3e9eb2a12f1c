import { type Column, DataTable, DateText, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { VerifyAct } from '@continuum/ui-session';
import { Button } from '@mantine/core';
import { IconPencilPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useAmounts } from './amount.browser.ts';
import { AnswerState } from './answer-state.tsx';
import type { Prescription } from './display.ts';
import { DrugName } from './drug-name.tsx';
import classes from './medication.module.css';
import { type MedicationAnswer, useHistory } from './medication-answer.browser.ts';
import { CancelDialog } from './prescription/cancel-dialog.tsx';
import { PrescribeDialog } from './prescription/prescribe-dialog.tsx';
import { SignatureCell } from './prescription/signature-cell.tsx';
import { texts as prescribing } from './prescription/texts.ts';
import { texts } from './texts.ts';

function useStatus(): (status: string) => string {
  const say = useText(texts);
  return status => {
    const key = `status.${status}`;
    return (texts.keys as readonly string[]).includes(key) ? say(key as 'status.active') : status;
  };
}

/** What one line of the list opens. */
type Opened = { what: 'verify' | 'cancel'; id: string } | { what: 'prescribe' } | undefined;

function useColumns(open: (opened: Opened) => void): Column<Prescription>[] {
  const say = useText(texts);
  const tell = useText(prescribing);
  const status = useStatus();
  const { supply } = useAmounts();
  return [
    {
      key: 'date',
      title: say('prescribed'),
      render: one => <DateText value={one.prescribed} />,
    },
    {
      key: 'drug',
      title: say('drug'),
      header: true,
      width: '22%',
      render: one => <DrugName name={one.drug.name} din={one.drug.din} />,
    },
    {
      key: 'directions',
      title: say('directions'),
      width: '22%',
      render: one => (
        <>
          {one.directions}
          {one.note && <span className={classes.under}>{one.note}</span>}
        </>
      ),
    },
    { key: 'quantity', title: say('quantity'), render: one => supply(one.quantity, one.daysSupply) },
    { key: 'refills', title: say('refills'), render: one => one.refills },
    { key: 'prescriber', title: say('prescriber'), render: one => one.prescriber },
    {
      key: 'status',
      title: say('status'),
      render: one => (
        <>
          {status(one.status)}
          {one.reason && <span className={classes.under}>{one.reason}</span>}
        </>
      ),
    },
    {
      key: 'signature',
      title: tell('signature'),
      render: one => (
        <SignatureCell
          prescription={one}
          onVerify={() => open({ what: 'verify', id: one.id })}
          onCancel={() => open({ what: 'cancel', id: one.id })}
        />
      ),
    },
  ];
}

function Windows({ usager, opened, onClose }: { usager: string; opened: Opened; onClose: () => void }) {
  const verified = opened?.what === 'verify' ? `MedicationRequest/${opened.id}` : undefined;
  return (
    <>
      <VerifyAct act={verified} onClose={onClose} />
      {opened?.what === 'cancel' && (
        <CancelDialog usager={usager} prescription={opened.id} onClose={onClose} />
      )}
      {opened?.what === 'prescribe' && <PrescribeDialog usager={usager} onClose={onClose} />}
    </>
  );
}

/** Every prescription received, newest first; who may prescribes here. */
export function AllPrescriptions({ usager }: { usager: string }) {
  const say = useText(texts);
  const tell = useText(prescribing);
  const [opened, setOpened] = useState<Opened>();
  const { answer, error, refetch, more } = useHistory<Prescription>(usager, 'prescriptions');
  const columns = useColumns(setOpened);
  const { mayPrescribe = false } = (answer ?? {}) as Partial<
    MedicationAnswer<Prescription> & { mayPrescribe: boolean }
  >;
  return (
    <Panel
      title={say('prescriptions.title')}
      description={say('prescriptions.text')}
      padding="flush"
      action={
        mayPrescribe && (
          <Button
            leftSection={<IconPencilPlus size={18} aria-hidden />}
            onClick={() => setOpened({ what: 'prescribe' })}
          >
            {tell('prescribe')}
          </Button>
        )
      }
    >
      <AnswerState answer={answer} error={error} onRetry={() => void refetch()}>
        {items => (
          <DataTable
            caption={say('prescriptions.title')}
            columns={columns}
            rows={items}
            rowKey={one => one.id}
            rowTone={one => (one.active ? undefined : 'quiet')}
            more={more}
          />
        )}
      </AnswerState>
      <Windows usager={usager} opened={opened} onClose={() => setOpened(undefined)} />
    </Panel>
  );
}
