import { AuthorityPanel, CertificateRegister } from '@continuum/registries-credential/console';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { texts } from './texts.ts';

export default function CertificatesPage() {
  const say = useText(texts);
  return (
    <Page title={say('certificates')} lead={say('certificates.lead')} product={say('product')}>
      <AuthorityPanel />
      <CertificateRegister />
    </Page>
  );
}
