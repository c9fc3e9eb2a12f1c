import { type Column, DataTable, DateText, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { useAmounts } from './amount.browser.ts';
import { AnswerState } from './answer-state.tsx';
import type { Dispense, Prescription } from './display.ts';
import { DrugName } from './drug-name.tsx';
import { useHistory } from './medication-answer.browser.ts';
import { texts } from './texts.ts';

function useStatus(): (status: string) => string {
  const say = useText(texts);
  return status => {
    const key = `status.${status}`;
    return (texts.keys as readonly string[]).includes(key) ? say(key as 'status.active') : status;
  };
}

/** Every prescription received, newest first. */
export function AllPrescriptions({ usager }: { usager: string }) {
  const say = useText(texts);
  const status = useStatus();
  const { supply } = useAmounts();
  const { answer, error, refetch, more } = useHistory<Prescription>(usager, 'prescriptions');
  const columns: Column<Prescription>[] = [
    {
      key: 'date',
      title: say('prescribed'),
      render: one => <DateText value={one.prescribed?.slice(0, 10)} />,
    },
    {
      key: 'drug',
      title: say('drug'),
      header: true,
      width: '26%',
      render: one => <DrugName name={one.drug.name} din={one.drug.din} />,
    },
    { key: 'directions', title: say('directions'), width: '24%', render: one => one.directions },
    { key: 'quantity', title: say('quantity'), render: one => supply(one.quantity, one.daysSupply) },
    { key: 'refills', title: say('refills'), render: one => one.refills },
    { key: 'prescriber', title: say('prescriber'), render: one => one.prescriber },
    { key: 'status', title: say('status'), render: one => status(one.status) },
  ];
  return (
    <Panel title={say('prescriptions.title')} description={say('prescriptions.text')} padding="flush">
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
    </Panel>
  );
}

/** Every handing over received, newest first. */
export function AllDispenses({ usager }: { usager: string }) {
  const say = useText(texts);
  const { days, amount } = useAmounts();
  const { answer, error, refetch, more } = useHistory<Dispense>(usager, 'dispenses');
  const columns: Column<Dispense>[] = [
    { key: 'date', title: say('dispensed'), render: one => <DateText value={one.dispensed?.slice(0, 10)} /> },
    {
      key: 'drug',
      title: say('drug'),
      header: true,
      width: '30%',
      render: one => <DrugName name={one.drug.name} din={one.drug.din} />,
    },
    { key: 'directions', title: say('directions'), width: '24%', render: one => one.directions },
    {
      key: 'quantity',
      title: say('quantity'),
      render: one => [amount(one.quantity), days(one.daysSupply)].filter(Boolean).join(' · '),
    },
    { key: 'pharmacy', title: say('pharmacy'), render: one => one.pharmacy },
  ];
  return (
    <Panel title={say('dispenses.title')} description={say('dispenses.text')} padding="flush">
      <AnswerState answer={answer} error={error} onRetry={() => void refetch()}>
        {items => (
          <DataTable
            caption={say('dispenses.title')}
            columns={columns}
            rows={items}
            rowKey={one => one.id}
            more={more}
          />
        )}
      </AnswerState>
    </Panel>
  );
}
