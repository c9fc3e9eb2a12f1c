import { RuleList, WatchedList } from '@continuum/governance-surveillance/console';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { texts } from './texts.ts';

export default function RulesPage() {
  const say = useText(texts);
  return (
    <Page title={say('rules')} lead={say('rules.lead')} product={say('product')}>
      <WatchedList />
      <RuleList />
    </Page>
  );
}
