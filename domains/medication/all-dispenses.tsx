import { type Column, DataTable, DateText, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { useAmounts } from './amount.browser.ts';
import { AnswerState } from './answer-state.tsx';
import type { Dispense } from './display.ts';
import { DrugName } from './drug-name.tsx';
import { useHistory } from './medication-answer.browser.ts';
import { texts } from './texts.ts';

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
