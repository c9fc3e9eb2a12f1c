import { LaboratoryResults } from '@continuum/domains-laboratory/portal';
import { HowResultsAppear } from '@continuum/services-release/portal';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { texts } from './texts.ts';
import { useWhose } from './whose-record.tsx';

export default function ResultsPage() {
  const say = useText(texts);
  const { current } = useWhose();
  return (
    <Page title={say('results')} lead={say('results.lead')} product={say('product')}>
      <HowResultsAppear key={`how-${current.id}`} usager={current.id} />
      <LaboratoryResults key={current.id} usager={current.id} />
    </Page>
  );
}
