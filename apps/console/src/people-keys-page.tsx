import { Invitations, KeyRegister } from '@continuum/registries-credential/console';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { texts } from './texts.ts';

export default function PeopleKeysPage() {
  const say = useText(texts);
  return (
    <Page title={say('people-keys')} lead={say('people-keys.lead')} product={say('product')}>
      <Invitations />
      <KeyRegister />
    </Page>
  );
}
