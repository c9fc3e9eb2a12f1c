import { CounterChoices } from '@continuum/registries-consent/console';
import { type Usager, UsagerBanner, UsagerSearch } from '@continuum/registries-patient/viewer';
import { useForget } from '@continuum/ui-fhir-client';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { useState } from 'react';
import { texts } from './texts.ts';

export default function DirectivesPage() {
  const say = useText(texts);
  const forget = useForget();
  const [usager, setUsager] = useState<Usager>();
  const close = () => {
    setUsager(undefined);
    forget();
  };
  return (
    <Page title={say('directives')} lead={say('directives.lead')} product={say('product')}>
      {usager ? (
        <>
          <UsagerBanner usager={usager} onClose={close} />
          <CounterChoices key={usager.id} usager={usager.id} />
        </>
      ) : (
        <UsagerSearch onOpen={setUsager} />
      )}
    </Page>
  );
}
