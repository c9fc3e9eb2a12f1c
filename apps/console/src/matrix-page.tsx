import { MatrixDesk } from '@continuum/governance-matrix/console';
import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { texts } from './texts.ts';

export default function MatrixPage() {
  const say = useText(texts);
  return (
    <Page title={say('matrix')} lead={say('matrix.lead')} product={say('product')}>
      <MatrixDesk />
    </Page>
  );
}
