import { MyAccess } from '@continuum/governance-authorization/console';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { texts } from './texts.ts';

export default function MyAccessPage() {
  const say = useText(texts);
  return (
    <Page title={say('my-access')} lead={say('my-access.lead')} product={say('product')}>
      <MyAccess />
    </Page>
  );
}
