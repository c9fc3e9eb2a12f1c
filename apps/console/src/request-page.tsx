import { RequestFile } from '@continuum/governance-rights/console';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { useNavigate, useParams } from '@tanstack/react-router';
import { texts } from './texts.ts';

export default function RequestPage() {
  const say = useText(texts);
  const navigate = useNavigate();
  const { id } = useParams({ strict: false });
  return (
    <Page title={say('request')} product={say('product')}>
      <RequestFile key={id} id={id!} onBack={() => void navigate({ to: '/droits' })} />
    </Page>
  );
}
