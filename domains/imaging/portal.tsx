import { Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { ExamCard } from './exam-card.tsx';
import { Exams } from './exams.tsx';
import { texts } from './texts.ts';

/** The person's own imaging reports. */
export function ImagingReports({ usager }: { usager: string }) {
  const say = useText(texts);
  return (
    <Panel title={say('title.reports')}>
      <Exams usager={usager} none={say('none.reports')} render={exam => <ExamCard exam={exam} />} />
    </Panel>
  );
}
