import { MedicationList } from '@continuum/domains-medication/portal';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { texts } from './texts.ts';
import { useWhose } from './whose-record.tsx';

export default function MedicationsPage() {
  const say = useText(texts);
  const { current } = useWhose();
  return (
    <Page title={say('medications')} lead={say('medications.lead')} product={say('product')}>
      <MedicationList key={current.id} usager={current.id} />
    </Page>
  );
}
