import { ImagingReports } from '@continuum/domains-imaging/portal';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { texts } from './texts.ts';
import { useWhose } from './whose-record.tsx';

export default function ImagingPage() {
  const say = useText(texts);
  const { current } = useWhose();
  return (
    <Page title={say('imaging')} lead={say('imaging.lead')} product={say('product')}>
      <ImagingReports key={current.id} usager={current.id} />
    </Page>
  );
}
