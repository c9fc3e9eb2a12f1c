import { DateText, Facts } from '@continuum/ui-kit';
import { useFormat, useText } from '@continuum/ui-language';
import { useAmounts } from '../amount.browser.ts';
import { DrugName } from '../drug-name.tsx';
import { units } from './posology.data.ts';
import { directionsOf, type PrescriptionFacts } from './prescription-facts.ts';
import { texts } from './texts.ts';

function written({ value, unit }: PrescriptionFacts['quantity']) {
  const { one, many } = units.find(({ code }) => code === unit)!;
  return { value, unit: value >= 2 ? many : one };
}

/** A prescription, whole: every fact of it is here. */
export function PrescriptionShown({ facts }: { facts: PrescriptionFacts }) {
  const say = useText(texts);
  const format = useFormat();
  const { days } = useAmounts();
  const { drug, usager, prescriber, authoredOn, quantity, repeats, note, cancelled } = facts;
  return (
    <Facts
      layout="rows"
      items={[
        { label: say('state'), value: cancelled && say('state.cancelled') },
        { label: say('reason'), value: cancelled && say(`reason.${cancelled.reason as 'salg'}`) },
        { label: say('comment'), value: cancelled?.comment },
        { label: say('drug'), value: <DrugName name={drug.name} din={drug.din} /> },
        { label: say('usager'), value: usager.name },
        { label: say('directions'), value: directionsOf(facts) },
        { label: say('length'), value: days(facts.days) },
        {
          label: say('quantity'),
          value: format.quantity(written(quantity)),
        },
        { label: say('repeats'), value: String(repeats) },
        { label: say('note'), value: note },
        { label: say('prescriber'), value: prescriber.name },
        { label: say('date'), value: <DateText value={authoredOn} time /> },
      ]}
    />
  );
}
