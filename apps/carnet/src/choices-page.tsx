import { OverridesOfPerson } from '@continuum/governance-override/portal';
import { RefusalChoices } from '@continuum/registries-consent/portal';
import { ReleaseChoice } from '@continuum/services-release/portal';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { titleKey } from './sections.tsx';
import { texts } from './texts.ts';
import { spokenName, useWhose } from './whose-record.tsx';

export default function ChoicesPage() {
  const say = useText(texts);
  const { current } = useWhose();
  const name = spokenName(current.usager);
  return (
    <Page
      title={say(titleKey('choices', current.own))}
      lead={current.own ? say('choices.lead') : say('choices.lead.other', { name })}
      product={say('product')}
    >
      <OverridesOfPerson key={`overrides-${current.id}`} usager={current.id} />
      <RefusalChoices key={current.id} whose={{ id: current.id, name, own: current.own }} />
      <ReleaseChoice key={`release-${current.id}`} usager={current.id} />
    </Page>
  );
}
