import { GapList, OrganizationList } from '@continuum/registries-organization/console';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { texts } from './texts.ts';

export default function OrganizationsPage() {
  const say = useText(texts);
  return (
    <Page title={say('organizations')} lead={say('organizations.lead')} product={say('product')}>
      <OrganizationList />
      <GapList />
    </Page>
  );
}
