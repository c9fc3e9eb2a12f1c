import { SomeMissing } from '@continuum/intake/viewer';
import { ErrorState, Loading, MoreButton, Panel } from '@continuum/ui-kit';
import { useState } from 'react';
import { NothingReceived } from './absence.tsx';
import classes from './laboratory.module.css';
import { ReportPanel } from './report-panel.tsx';
import { TrendDialog } from './trend-dialog.tsx';
import { useResults } from './use-results.browser.ts';

/** The person's own results, report by report, with trends. */
export function LaboratoryResults({ usager }: { usager: string }) {
  const { reports, absence, error, refetch, more } = useResults(usager);
  const [test, setTest] = useState<{ code: string; name: string }>();
  if (error)
    return (
      <Panel>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Panel>
    );
  if (!reports)
    return (
      <Panel>
        <Loading rows={8} />
      </Panel>
    );
  if (reports.length === 0)
    return (
      <Panel>
        <NothingReceived absence={absence} />
      </Panel>
    );
  return (
    <div className={classes.reports}>
      <SomeMissing reasons={absence} />
      {reports.map((report, index) => (
        <ReportPanel
          key={report.id ?? `${report.results[0]?.id}${String(index)}`}
          report={report}
          usager={usager}
          onTrend={setTest}
        />
      ))}
      <MoreButton more={more} />
      <TrendDialog usager={usager} test={test} onClose={() => setTest(undefined)} />
    </div>
  );
}
