import { type Column, DataTable, DateText, InterpretationBadge } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { badgeOf } from './latest.ts';
import { texts } from './texts.ts';
import type { TrendPoint, TrendSeries } from './trend.ts';
import { useValues } from './value.browser.ts';

/** The measurements as a table, newest first: everything the chart says. */
export function TrendTable({ series, name }: { series: TrendSeries; name: string }) {
  const say = useText(texts);
  const { values } = useValues();
  const columns: Column<TrendPoint>[] = [
    {
      key: 'date',
      title: say('date'),
      header: true,
      render: point => <DateText value={point.collected} time />,
    },
    { key: 'value', title: say('result'), render: point => values([{ ...point, unit: series.unit }]) },
    { key: 'flag', title: say('flag'), render: point => <InterpretationBadge code={badgeOf(point.flag)} /> },
  ];
  return (
    <DataTable
      caption={name}
      columns={columns}
      rows={series.points.toReversed()}
      rowKey={point => point.id}
    />
  );
}
