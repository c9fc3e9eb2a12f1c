import { LaboratoryResults } from '@continuum/domains-laboratory/portal';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { texts } from './texts.ts';
import { useWhose } from './whose-record.tsx';

export default function ResultsPage() {
  const say = useText(texts);
  const { current } = useWhose();
  return (
    <Page title={say('results')} lead={say('results.lead')} product={say('product')}>
      <LaboratoryResults key={current.id} usager={current.id} />
    </Page>
  );
}
