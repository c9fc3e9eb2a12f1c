import { MySessions } from '@continuum/registries-credential/portal';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { texts } from './texts.ts';

export default function MySessionsPage() {
  const say = useText(texts);
  return (
    <Page title={say('sessions')} lead={say('sessions.lead')} product={say('product')}>
      <MySessions />
    </Page>
  );
}
