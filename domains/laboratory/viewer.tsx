import { SomeMissing } from '@continuum/intake/viewer';
import {
  EmptyState,
  ErrorState,
  Loading,
  MoreButton,
  Panel,
  RefusedNotice,
  RefusedState,
} from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Checkbox, TextInput } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { NothingReceived } from './absence.tsx';
import type { LaboratoryReport } from './display.ts';
import classes from './laboratory.module.css';
import { filterReports } from './latest.ts';
import { LatestValues } from './latest-values.tsx';
import { ReportPanel } from './report-panel.tsx';
import type { OpenTrend } from './result-table.tsx';
import { texts } from './texts.ts';
import { TrendDialog } from './trend-dialog.tsx';
import { useResults } from './use-results.browser.ts';

interface ReportsProps {
  reports: readonly LaboratoryReport[];
  usager: string;
  onTrend: OpenTrend;
  release?: ReleaseOf | undefined;
}

/** Whether the person sees a report by now: of its id and its name. */
type ReleaseOf = (report: string, name: string) => ReactNode;

function FilteredReports({ reports, usager, onTrend, release }: ReportsProps) {
  const say = useText(texts);
  const [text, setText] = useState('');
  const [abnormalOnly, setAbnormalOnly] = useState(false);
  const shown = filterReports(reports, text, abnormalOnly);
  return (
    <>
      <div className={`${classes.filters} kit-no-print`}>
        <TextInput
          aria-label={say('filter')}
          placeholder={say('filter')}
          leftSection={<IconFilter size={18} aria-hidden />}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
        />
        <Checkbox
          size="md"
          label={say('abnormal-only')}
          checked={abnormalOnly}
          onChange={event => setAbnormalOnly(event.currentTarget.checked)}
        />
      </div>
      {shown.length === 0 && <EmptyState title={say('filter.none')} />}
      {shown.map((report, index) => (
        <ReportPanel
          key={report.id ?? `${report.results[0]?.id}${String(index)}`}
          report={report}
          usager={usager}
          onTrend={onTrend}
          release={release}
        />
      ))}
    </>
  );
}

/**
 * The clinician's laboratory: latest values, reports newest first, trends. `release` tells, under each report, whether the
 * person sees it.
 */
export function LaboratoryPanel({ usager, release }: { usager: string; release?: ReleaseOf }) {
  const say = useText(texts);
  const { reports, refused, absence, error, refetch, more } = useResults(usager);
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
    return <Panel>{refused ? <RefusedState /> : <NothingReceived absence={absence} />}</Panel>;
  return (
    <>
      {refused && <RefusedNotice />}
      <SomeMissing reasons={absence} />
      <div className={classes.columns}>
        <div className={classes.aside}>
          <LatestValues reports={reports} onTrend={setTest} />
        </div>
        <section className={classes.reports} aria-label={say('reports')}>
          <FilteredReports reports={reports} usager={usager} onTrend={setTest} release={release} />
          <MoreButton more={more} />
        </section>
      </div>
      <TrendDialog usager={usager} test={test} onClose={() => setTest(undefined)} />
    </>
  );
}
