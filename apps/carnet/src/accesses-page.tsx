import { AccessList } from '@continuum/governance-rights/portal';
import { MyReports, Unrecognized } from '@continuum/governance-surveillance/portal';
import { AccessNotices } from '@continuum/services-notification/portal';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { titleKey } from './sections.tsx';
import { texts } from './texts.ts';
import { useWhose } from './whose-record.tsx';

export default function AccessesPage() {
  const say = useText(texts);
  const { current } = useWhose();
  return (
    <Page title={say(titleKey('accesses', current.own))} lead={say('accesses.lead')} product={say('product')}>
      <AccessNotices key={`notices-${current.id}`} patient={current.id} />
      <MyReports patient={current.id} />
      <AccessList
        key={current.id}
        patient={current.id}
        beside={entries => <Unrecognized patient={current.id} entries={entries} />}
      />
    </Page>
  );
}
