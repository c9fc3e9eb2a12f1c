import { type Usager, UsagerSearch } from '@continuum/registries-patient/viewer';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { useNavigate } from '@tanstack/react-router';
import { useUsager } from './context.tsx';
import { texts } from './texts.ts';

/** First of all: whom is this care for? */
export function Search() {
  const say = useText(texts);
  const { open } = useUsager();
  const navigate = useNavigate();
  const openRecord = (usager: Usager) => {
    open(usager);
    void navigate({ to: '/dossier' });
  };
  return (
    <Page title={say('search.title')} lead={say('search.lead')} product={say('product')}>
      <UsagerSearch onOpen={openRecord} />
    </Page>
  );
}
