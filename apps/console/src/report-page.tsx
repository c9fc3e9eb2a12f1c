import { ReportForm } from '@continuum/governance-surveillance/console';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { texts } from './texts.ts';

export default function ReportPage() {
  const say = useText(texts);
  return (
    <Page title={say('report')} lead={say('report.lead')} product={say('product')}>
      <ReportForm />
    </Page>
  );
}
