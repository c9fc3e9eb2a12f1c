import { useJson } from '@continuum/ui-fhir-client';
import { Dialog, EmptyState, ErrorState, Loading } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { SegmentedControl } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import classes from './laboratory.module.css';
import { texts } from './texts.ts';
import type { Trend, TrendSeries } from './trend.ts';
import { TrendTable } from './trend-table.tsx';
import { useValues } from './value.browser.ts';

const TrendChart = lazy(() => import('./trend-chart.tsx'));

type View = 'chart' | 'table';

function SeriesView({ series, view, name }: { series: TrendSeries; view: View; name: string }) {
  const say = useText(texts);
  const { range, unit } = useValues();
  const [first] = series.points;
  const last = series.points.at(-1);
  const band = range(series.range);
  return (
    <section className={classes.series}>
      <p className={classes.summary}>
        {say('trend.summary', {
          count: series.points.length,
          from: first?.collected.slice(0, 10),
          to: last?.collected.slice(0, 10),
        })}
        {band && ` · ${say('trend.band', { range: `${band} ${unit(series.unit ?? '')}` })}`}
      </p>
      {view === 'chart' ? (
        <Suspense fallback={<Loading />}>
          <TrendChart series={series} name={name} />
        </Suspense>
      ) : (
        <TrendTable series={series} name={name} />
      )}
    </section>
  );
}

function Shown({ usager, code, name }: { usager: string; code: string; name: string }) {
  const say = useText(texts);
  const [view, setView] = useState<View>('chart');
  const path = `/api/laboratory/${usager}/trend?code=${encodeURIComponent(code)}`;
  const { data, error, refetch } = useJson<Trend>(path);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={6} />;
  if (data.series.length === 0) return <EmptyState title={say('trend.none')} />;
  return (
    <>
      <SegmentedControl
        aria-label={say('trend.view')}
        value={view}
        onChange={value => setView(value as View)}
        data={[
          { value: 'chart', label: say('trend.chart') },
          { value: 'table', label: say('trend.table') },
        ]}
      />
      {data.series.map(series => (
        <SeriesView key={series.unit ?? ''} series={series} view={view} name={name} />
      ))}
      {data.series.length > 1 && <p className={classes.summary}>{say('trend.units')}</p>}
    </>
  );
}

interface TrendDialogProps {
  usager: string;
  test: { code: string; name: string } | undefined;
  onClose: () => void;
}

/** One test over time: a chart with its reference band, or the same as a table. */
export function TrendDialog({ usager, test, onClose }: TrendDialogProps) {
  const say = useText(texts);
  return (
    <Dialog
      opened={test !== undefined}
      onClose={onClose}
      title={say('trend.title', { name: test?.name ?? '' })}
      size="min(920px, 96vw)"
    >
      {test && <Shown usager={usager} {...test} />}
    </Dialog>
  );
}
