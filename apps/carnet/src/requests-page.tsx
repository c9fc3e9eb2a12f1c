import { MyRequests } from '@continuum/governance-rights/portal';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { useNavigate } from '@tanstack/react-router';
import { titleKey } from './sections.tsx';
import { texts } from './texts.ts';
import { useWhose } from './whose-record.tsx';

export default function RequestsPage() {
  const say = useText(texts);
  const navigate = useNavigate();
  const { current } = useWhose();
  return (
    <Page title={say(titleKey('requests', current.own))} lead={say('requests.lead')} product={say('product')}>
      <MyRequests key={current.id} patient={current.id} onAccesses={() => void navigate({ to: '/acces' })} />
    </Page>
  );
}
