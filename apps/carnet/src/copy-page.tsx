import { OwnCopy } from '@continuum/governance-rights/portal';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { titleKey } from './sections.tsx';
import { texts } from './texts.ts';
import { spokenName, useWhose } from './whose-record.tsx';

export default function CopyPage() {
  const say = useText(texts);
  const { current } = useWhose();
  const lead = current.own ? say('copy.lead') : say('copy.lead.other', { name: spokenName(current.usager) });
  return (
    <Page title={say(titleKey('copy', current.own))} lead={lead} product={say('product')}>
      <OwnCopy key={current.id} patient={current.id} />
    </Page>
  );
}
