import { DateText, Facts, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import type { ReactNode } from 'react';
import type { LaboratoryReport } from './display.ts';
import classes from './laboratory.module.css';
import { ReportDocuments } from './report-documents.tsx';
import { type OpenTrend, ResultTable } from './result-table.tsx';
import { StatusBadge } from './status-badge.tsx';
import { texts } from './texts.ts';

function When({ report }: { report: LaboratoryReport }) {
  const say = useText(texts);
  if (!report.collected) return <>{say('collected.unknown')}</>;
  return (
    <>
      {say('collected')} <DateText value={report.collected} time />
    </>
  );
}

/** One report: what it is, when, by whom, and its results. */
export function ReportPanel({
  report,
  usager,
  onTrend,
  release,
}: {
  report: LaboratoryReport;
  usager: string;
  onTrend: OpenTrend;
  /** What is told under the report, of its id and its name. */
  release?: ((report: string, name: string) => ReactNode) | undefined;
}) {
  const say = useText(texts);
  const [alone] = report.results;
  const title = report.name ?? (report.results.length === 1 ? alone?.name : undefined);
  return (
    <Panel
      oneOfMany
      padding="flush"
      title={
        <>
          {title ?? say('report.unnamed')} <StatusBadge status={report.status} />
        </>
      }
      description={
        <>
          <When report={report} />
          {report.performer && ` · ${report.performer}`}
        </>
      }
    >
      {report.results.length > 0 && (
        <ResultTable caption={title ?? say('report.unnamed')} results={report.results} onTrend={onTrend} />
      )}
      <div className={classes.foot}>
        {report.conclusion && <p className={classes.conclusion}>{report.conclusion}</p>}
        <Facts
          items={[
            { label: say('requester'), value: report.requester },
            { label: say('interpreter'), value: report.interpreter },
            { label: say('specimen'), value: report.specimen },
            { label: say('issued'), value: report.issued && <DateText value={report.issued} time /> },
          ]}
        />
        <ReportDocuments report={report} usager={usager} />
      </div>
      {report.id !== undefined && release?.(report.id, title ?? say('report.unnamed'))}
    </Panel>
  );
}
