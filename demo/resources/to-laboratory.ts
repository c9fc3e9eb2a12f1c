import type { Resource } from '@continuum/standards-fhir';
import { type Analysis, type AnalysisKey, analyses, panels } from '../histories/analyses.data.ts';
import type { Event } from '../histories/event.ts';
import type { Random } from '../population/random.ts';
import type { Chart } from './chart.ts';
import {
  interpreted,
  laboratoryCategory,
  loinc,
  type Named,
  toLaboratoryReport,
} from './laboratory-report.ts';

type Panel = Extract<Event, { kind: 'panel' }>;

const usual = ({ low, high }: Analysis): number => {
  if (low !== undefined && high !== undefined) return (low + high) / 2;
  return high === undefined ? (low ?? 1) * 1.4 : high * 0.7;
};

function interpretation({ low, high }: Analysis, value: number): 'H' | 'L' | 'N' {
  if (high !== undefined && value > high) return 'H';
  return low !== undefined && value < low ? 'L' : 'N';
}

function referenceRange({ low, high, unit }: Analysis) {
  const quantity = (value: number) => ({ value, unit, system: 'http://unitsofmeasure.org', code: unit });
  return [
    {
      ...(low === undefined ? {} : { low: quantity(low) }),
      ...(high === undefined ? {} : { high: quantity(high) }),
    },
  ];
}

function observation(key: AnalysisKey, level: number | undefined, random: Random): Resource {
  const analysis: Analysis = analyses[key];
  const drawn = (level ?? usual(analysis)) * (1 + analysis.variation * random.normal(0, 0.5));
  const value = Number(Math.max(0, drawn).toFixed(analysis.decimals));
  return {
    resourceType: 'Observation',
    status: 'final',
    category: laboratoryCategory,
    code: loinc(analysis.loinc, analysis.name),
    valueQuantity: { value, unit: analysis.unit, system: 'http://unitsofmeasure.org', code: analysis.unit },
    interpretation: interpreted(interpretation(analysis, value)),
    referenceRange: referenceRange(analysis),
  };
}

/** A panel: its report and its measured results. */
export function toLaboratory({ panel, levels, daysAgo }: Panel, chart: Chart): Named[] {
  const { loinc, name, analyses: asked } = panels[panel];
  const results = asked.map(key => observation(key, levels?.[key], chart.random));
  const collected = chart.calendar.at(daysAgo, 8, 10);
  const issued = chart.calendar.at(daysAgo, 15, 30);
  return toLaboratoryReport({ loinc, name, section: 'LAB', collected, issued, results }, chart);
}
