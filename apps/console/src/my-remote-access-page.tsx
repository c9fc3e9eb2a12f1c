import { MyRemoteAccess } from '@continuum/governance-remote-access/console';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { texts } from './texts.ts';

export default function MyRemoteAccessPage() {
  const say = useText(texts);
  return (
    <Page title={say('my-remote')} lead={say('my-remote.lead')} product={say('product')}>
      <MyRemoteAccess />
    </Page>
  );
}
