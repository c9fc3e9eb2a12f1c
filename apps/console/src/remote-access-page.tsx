import { RemoteRegister } from '@continuum/governance-remote-access/console';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { texts } from './texts.ts';

export default function RemoteAccessPage() {
  const say = useText(texts);
  return (
    <Page title={say('remote')} lead={say('remote.lead')} product={say('product')}>
      <RemoteRegister />
    </Page>
  );
}
