import '@mantine/charts/styles.css';
import { formatDate, useText } from '@continuum/ui-language';
import { LineChart } from '@mantine/charts';
import { ReferenceArea } from 'recharts';
import { texts } from './texts.ts';
import type { TrendSeries } from './trend.ts';
import { useValues } from './value.browser.ts';

const toDay = (at: number) => formatDate(new Date(at));

/** Room above and below, so that the band and the line are both whole. */
function extent({ points, range }: TrendSeries): [number, number] {
  const known = [range?.low, range?.high].filter(bound => bound !== undefined);
  const all = [...points.map(({ number }) => number), ...known];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const margin = (high - low || Math.abs(high) || 1) * 0.15;
  return [low >= 0 ? Math.max(0, low - margin) : low - margin, high + margin];
}

/** A few round ticks between two bounds. */
function ticksOf([low, high]: [number, number]): number[] {
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map(factor => factor * power).find(size => size >= rough) ?? rough;
  const first = Math.ceil(low / step) * step;
  return Array.from({ length: Math.floor((high - first) / step) + 1 }, (_, index) =>
    Number((first + index * step).toPrecision(8)),
  );
}

/** One series over time, with its reference range as a band. The table beside it says the same in words. */
export default function TrendChart({ series, name }: { series: TrendSeries; name: string }) {
  const say = useText(texts);
  const { number, values, unit } = useValues();
  const { range, points } = series;
  const bounds = extent(series);
  const data = points.map(point => ({ at: Date.parse(point.collected), value: point.number }));
  return (
    <div
      role="img"
      aria-label={`${say('trend.title', { name })}. ${points.map(p => `${formatDate(p.collected)}: ${values([{ ...p, unit: series.unit }])}`).join('; ')}`}
    >
      <LineChart
        h={320}
        data={data}
        dataKey="at"
        series={[{ name: 'value', color: 'sarcelle.7', label: name }]}
        curveType="linear"
        strokeWidth={2.5}
        dotProps={{ r: 5, strokeWidth: 2, stroke: '#fff' }}
        gridAxis="x"
        unit={series.unit ? `\u00a0${unit(series.unit)}` : undefined}
        xAxisProps={{
          type: 'number',
          scale: 'time',
          domain: ['dataMin', 'dataMax'],
          tickFormatter: toDay,
          padding: { left: 28, right: 28 },
          minTickGap: 40,
        }}
        yAxisProps={{
          domain: bounds,
          ticks: ticksOf(bounds),
          tickFormatter: (v: number) => number(v),
          width: 76,
        }}
        valueFormatter={value => number(value)}
        tooltipProps={{ labelFormatter: at => toDay(Number(at)) }}
        tooltipAnimationDuration={0}
        lineProps={{ isAnimationActive: false }}
      >
        <ReferenceArea
          y1={range?.low ?? bounds[0]}
          y2={range?.high ?? bounds[1]}
          fill="var(--mantine-color-sarcelle-4)"
          fillOpacity={range ? 0.16 : 0}
          ifOverflow="hidden"
        />
      </LineChart>
    </div>
  );
}
