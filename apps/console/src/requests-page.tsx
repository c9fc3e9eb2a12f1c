import { RequestList } from '@continuum/governance-rights/console';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { useNavigate } from '@tanstack/react-router';
import { texts } from './texts.ts';

export default function RequestsPage() {
  const say = useText(texts);
  const navigate = useNavigate();
  return (
    <Page title={say('rights')} lead={say('rights.lead')} product={say('product')}>
      <RequestList onOpen={id => void navigate({ to: '/droits/$id', params: { id } })} />
    </Page>
  );
}
