import { AccessWork } from '@continuum/governance-authorization/console';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { texts } from './texts.ts';

export default function AccessPage() {
  const say = useText(texts);
  return (
    <Page title={say('access')} lead={say('access.lead')} product={say('product')}>
      <AccessWork />
    </Page>
  );
}
