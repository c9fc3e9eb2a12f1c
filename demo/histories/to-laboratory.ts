import type { Resource } from '@continuum/standards-fhir';
import type { DemoPerson } from '../population/person.ts';
import type { Random } from '../population/random.ts';
import { displayName } from '../territory/practitioner.ts';
import type { Territory } from '../territory/territory.ts';
import { type Analysis, type AnalysisKey, analyses, panels } from './analyses.data.ts';
import { type Calendar, subject } from './calendar.ts';
import type { Event } from './event.ts';

type Panel = Extract<Event, { kind: 'panel' }>;

const category = [
  {
    coding: [
      {
        system: 'http://terminology.hl7.org/CodeSystem/observation-category',
        code: 'laboratory',
        display: 'Laboratory',
      },
    ],
  },
];

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

function observation(
  key: AnalysisKey,
  level: number | undefined,
  at: string,
  issued: string,
  random: Random,
): Resource {
  const analysis: Analysis = analyses[key];
  const drawn = (level ?? usual(analysis)) * (1 + analysis.variation * random.normal(0, 0.5));
  const value = Number(Math.max(0, drawn).toFixed(analysis.decimals));
  return {
    resourceType: 'Observation',
    status: 'final',
    category,
    code: {
      coding: [{ system: 'http://loinc.org', code: analysis.loinc, display: analysis.name }],
      text: analysis.name,
    },
    subject,
    effectiveDateTime: at,
    issued,
    valueQuantity: { value, unit: analysis.unit, system: 'http://unitsofmeasure.org', code: analysis.unit },
    interpretation: [
      {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation',
            code: interpretation(analysis, value),
          },
        ],
      },
    ],
    referenceRange: referenceRange(analysis),
  };
}

/** A report and its observations; `url` names each for the references of the bundle. */
export function toLaboratory(
  event: Panel,
  person: DemoPerson,
  territory: Territory,
  calendar: Calendar,
  random: Random,
): { url: string; resource: Resource }[] {
  const panel = panels[event.panel];
  const laboratory = territory.organizationFor(person, 'medical-laboratory');
  const performer = [{ reference: `Organization/${laboratory.id}`, display: laboratory.name }];
  const physician = territory.physicianOf(person);
  const collected = calendar.at(event.daysAgo, 8, 10);
  const issued = calendar.at(event.daysAgo, 15, 30);
  const results = panel.analyses.map(key => ({
    url: `urn:uuid:${random.uuid()}`,
    resource: { ...observation(key, event.levels?.[key], collected, issued, random), performer },
  }));
  const report: Resource = {
    resourceType: 'DiagnosticReport',
    identifier: [{ system: 'https://continuum.health/fhir/NamingSystem/demo-order', value: random.uuid() }],
    status: 'final',
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB' }] }],
    code: {
      coding: [{ system: 'http://loinc.org', code: panel.loinc, display: panel.name }],
      text: panel.name,
    },
    subject,
    effectiveDateTime: collected,
    issued,
    performer,
    resultsInterpreter: [{ reference: `Practitioner/${physician.id}`, display: displayName(physician) }],
    result: results.map(({ url }) => ({ reference: url })),
  };
  return [...results, { url: `urn:uuid:${random.uuid()}`, resource: report }];
}
