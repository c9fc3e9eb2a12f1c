import type { Resource } from '@continuum/standards-fhir';
import { displayResult, type Flag, type ResultRange } from './display.ts';

export interface TrendPoint {
  id: string;
  collected: string;
  number: number;
  places?: number;
  comparator?: string;
  flag?: Flag;
  status: string;
}

/** Measurements of one test in one unit: a chart never mixes units. */
export interface TrendSeries {
  unit?: string;
  /** Of the newest measurement that has one. */
  range?: ResultRange;
  /** Oldest first. */
  points: TrendPoint[];
}

export interface Trend {
  name?: string;
  /** The most frequent unit first. */
  series: TrendSeries[];
}

interface Measured {
  unit?: string;
  range?: ResultRange;
  point: TrendPoint;
}

function measured(observation: Resource): Measured[] {
  const { id, collected, values, interpretation, range, status } = displayResult(observation);
  const [value] = values;
  if (status === 'cancelled' || collected === undefined || value?.number === undefined || values.length > 1)
    return [];
  const { number, places, comparator, unit } = value;
  return [
    { unit, range, point: { id, collected, number, places, comparator, flag: interpretation?.flag, status } },
  ];
}

const at = ({ point }: Measured): number => Date.parse(point.collected);

function toSeries(found: readonly Measured[]): TrendSeries {
  const sorted = found.toSorted((a, b) => at(a) - at(b));
  const range = sorted.findLast(one => one.range?.low !== undefined || one.range?.high !== undefined)?.range;
  return { unit: sorted[0]?.unit, range, points: sorted.map(({ point }) => point) };
}

/**
 * Observations of one test as series for a chart: numbers only, withdrawn and cancelled ones left out, one series
 * for each unit as it was written.
 */
export function toTrend(observations: readonly Resource[]): Trend {
  const groups = [...Map.groupBy(observations.flatMap(measured), ({ unit }) => unit ?? '').values()];
  const series = groups.map(toSeries).toSorted((a, b) => b.points.length - a.points.length);
  const [newest] = observations;
  return { name: newest && displayResult(newest).name, series };
}
