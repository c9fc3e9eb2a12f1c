import { WorkList } from '@continuum/intake/console';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { texts } from './texts.ts';

export default function DepositsPage() {
  const say = useText(texts);
  return (
    <Page title={say('deposits')} lead={say('deposits.lead')} product={say('product')}>
      <WorkList state="unusable" />
      <WorkList state="refused" />
    </Page>
  );
}
