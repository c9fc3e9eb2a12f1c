import { CaseFile } from '@continuum/governance-surveillance/console';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { useNavigate, useParams } from '@tanstack/react-router';
import { texts } from './texts.ts';

export default function CasePage() {
  const say = useText(texts);
  const navigate = useNavigate();
  const { id } = useParams({ strict: false });
  return (
    <Page title={say('case')} product={say('product')}>
      <CaseFile key={id} id={id!} onBack={() => void navigate({ to: '/surveillance' })} />
    </Page>
  );
}
