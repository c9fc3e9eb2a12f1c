import { DateText } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Badge } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import type { ImagingExam, ImagingReport } from './exam.ts';
import classes from './exam-card.module.css';
import { modalityKey, statusKey, texts } from './texts.ts';

function Report({ report }: { report: ImagingReport }) {
  const say = useText(texts);
  return (
    <div className={classes.report} data-status={report.status}>
      <p className={classes.reportHead}>
        <strong>{report.title ?? say('report')}</strong>
        <Badge variant={report.status === 'final' ? 'default' : 'filled'} color="dark">
          {say(statusKey(report.status))}
        </Badge>
        {report.date && (
          <span>
            {say('report.date')} <DateText value={report.date} />
          </span>
        )}
        {report.interpreter && <span>{say('report.by', { name: report.interpreter })}</span>}
      </p>
      {report.text ? (
        <p className={classes.text}>{report.text}</p>
      ) : (
        report.status !== 'entered-in-error' && <p className={classes.quiet}>{say('report.noText')}</p>
      )}
    </div>
  );
}

/** One exam: when, what, where, its reports; `children` is what may be done with its pictures. */
export function ExamCard({ exam, children }: { exam: ImagingExam; children?: ReactNode }) {
  const say = useText(texts);
  const title = useId();
  const kinds = exam.modality.map(code => {
    const key = modalityKey(code);
    return key ? say(key) : code;
  });
  return (
    <article className={classes.card} aria-labelledby={title}>
      <header>
        <p className={classes.when}>
          {exam.date ? <DateText value={exam.date} /> : say('exam.undated')}
          {kinds.length > 0 && ` · ${[...new Set(kinds)].join(', ')}`}
          {exam.place && ` · ${exam.place}`}
        </p>
        <h3 id={title} className={classes.title}>
          {exam.description ?? say('exam.untitled')}
        </h3>
      </header>
      {exam.reports.map(report => (
        <Report key={report.id} report={report} />
      ))}
      {exam.reports.length === 0 && <p className={classes.quiet}>{say('report.none')}</p>}
      {children}
    </article>
  );
}
