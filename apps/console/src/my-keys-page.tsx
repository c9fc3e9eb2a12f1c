import { MyKeys } from '@continuum/registries-credential/console';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { texts } from './texts.ts';

export default function MyKeysPage() {
  const say = useText(texts);
  return (
    <Page title={say('keys')} lead={say('keys.lead')} product={say('product')}>
      <MyKeys />
    </Page>
  );
}
