import type { Resource } from '@continuum/standards-fhir';
import { type Culture, cultures, type Sensitivity } from '../histories/cultures.data.ts';
import type { Event } from '../histories/event.ts';
import type { Chart } from './chart.ts';
import {
  interpreted,
  laboratoryCategory,
  loinc,
  type Named,
  toLaboratoryReport,
} from './laboratory-report.ts';

type Grown = Extract<Event, { kind: 'culture' }>;

const answers: Record<Sensitivity['answer'], string> = { S: 'Sensible', R: 'Résistant' };

const observation = (code: string, name: string, more: Omit<Resource, 'resourceType'>): Resource => ({
  resourceType: 'Observation',
  status: 'final',
  category: laboratoryCategory,
  code: loinc(code, name),
  ...more,
});

const sensitivity = ({ loinc, name, answer }: Sensitivity): Resource =>
  observation(loinc, name, {
    valueCodeableConcept: { text: answers[answer] },
    interpretation: interpreted(answer),
  });

/** A culture: what grew, in words, and what it is sensitive to. Never before two days. */
export function toCulture({ culture, daysAgo, finding }: Grown, chart: Chart): Named[] {
  const { loinc, name, specimen, findings }: Culture = cultures[culture];
  const { text, abnormal, sensitivities } = findings[finding]!;
  const identified = observation(loinc, name, {
    valueString: text,
    interpretation: interpreted(abnormal ? 'A' : 'N'),
    specimen: { display: specimen },
  });
  return toLaboratoryReport(
    {
      loinc,
      name,
      section: 'MB',
      collected: chart.calendar.at(daysAgo, 9, 40),
      issued: chart.calendar.at(Math.max(0, daysAgo - 2), 14, 15),
      results: [identified, ...sensitivities.map(sensitivity)],
    },
    chart,
  );
}
