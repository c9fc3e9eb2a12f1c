import { SomeMissing, useMissingReasons } from '@continuum/intake/viewer';
import { useJson } from '@continuum/ui-fhir-client';
import { EmptyState, ErrorState, Loading, RefusedNotice, RefusedState } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import type { ReactNode } from 'react';
import type { ImagingExam, ImagingRecord } from './exam.ts';
import classes from './exam-card.module.css';
import { texts } from './texts.ts';

interface ExamsProps {
  usager: string;
  /** Title when there is nothing. */
  none: string;
  render: (exam: ImagingExam, record: ImagingRecord) => ReactNode;
}

/** A usager's exams, or why there are none. */
export function Exams({ usager, none, render }: ExamsProps) {
  const { data, error, refetch } = useJson<ImagingRecord>(
    `/api/imaging/${encodeURIComponent(usager)}/studies`,
  );
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  return <Found data={data} none={none} render={render} />;
}

/** What came, and what is known of the rest. */
function Found({ data, none, render }: { data: ImagingRecord } & Pick<ExamsProps, 'none' | 'render'>) {
  const say = useText(texts);
  const known = useMissingReasons(data.absence);
  const nothing = data.absence.some(({ code }) => code === 'nothing-received');
  const reasons = [...(nothing ? [say('reason.nothing-received')] : []), ...known];
  return (
    <>
      {data.refused && !data.interpretation && <RefusedState />}
      {data.interpretation && (
        <>
          <RefusedNotice />
          <p className={classes.interpretation}>{say('interpretation')}</p>
        </>
      )}
      {data.items.length === 0 && !data.refused && <EmptyState title={none} reasons={reasons} />}
      {data.items.length > 0 && <SomeMissing reasons={data.absence} />}
      <ul className={classes.list}>
        {data.items.map(exam => (
          <li key={exam.id}>{render(exam, data)}</li>
        ))}
      </ul>
    </>
  );
}
