import { OverrideReviews } from '@continuum/governance-override/console';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { texts } from './texts.ts';

export default function OverridesPage() {
  const say = useText(texts);
  return (
    <Page title={say('overrides')} lead={say('overrides.lead')} product={say('product')}>
      <OverrideReviews />
    </Page>
  );
}
