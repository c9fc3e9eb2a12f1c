import { IdentificationQueue } from '@continuum/intake/console';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { texts } from './texts.ts';

export default function IdentificationPage() {
  const say = useText(texts);
  return (
    <Page title={say('identification.title')} lead={say('identification.lead')} product={say('product')}>
      <IdentificationQueue />
    </Page>
  );
}
