import { AlertList, CaseList } from '@continuum/governance-surveillance/console';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { useNavigate } from '@tanstack/react-router';
import { texts } from './texts.ts';

export default function SurveillancePage() {
  const say = useText(texts);
  const navigate = useNavigate();
  const open = (id: string) => void navigate({ to: '/surveillance/$id', params: { id } });
  return (
    <Page title={say('surveillance')} lead={say('surveillance.lead')} product={say('product')}>
      <CaseList onOpen={open} />
      <AlertList onOpen={open} />
    </Page>
  );
}
