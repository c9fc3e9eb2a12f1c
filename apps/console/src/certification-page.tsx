import { CertificationDesk } from '@continuum/governance-certification/console';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { texts } from './texts.ts';

export default function CertificationPage() {
  const say = useText(texts);
  return (
    <Page title={say('certification')} lead={say('certification.lead')} product={say('product')}>
      <CertificationDesk />
    </Page>
  );
}
