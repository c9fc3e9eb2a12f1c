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
  const say = useText(texts);
  const { data, error, refetch } = useJson<ImagingRecord>(
    `/api/imaging/${encodeURIComponent(usager)}/studies`,
  );
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  const reasons = data.absence.flatMap(({ code }) =>
    code === 'nothing-received' ? say('reason.nothing-received') : [],
  );
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
      <ul className={classes.list}>
        {data.items.map(exam => (
          <li key={exam.id}>{render(exam, data)}</li>
        ))}
      </ul>
    </>
  );
}
