import type { Resource } from '@continuum/standards-fhir';
import type { Event } from '../histories/event.ts';
import { type Product, products } from '../histories/medications.data.ts';
import { type Chart, subject } from './chart.ts';

type Treatment = Extract<Event, { kind: 'treatment' }>;

const codeOf = (product: Product) => ({
  coding: [
    { system: 'http://hl7.org/fhir/NamingSystem/ca-hc-din', code: product.din, display: product.name },
  ],
  text: product.name,
});

/** Its last day, in days ago; before today when it is still to come. */
const lastDay = ({ daysAgo, days }: Treatment): number => (days === undefined ? -Infinity : daysAgo - days);

/** Québec dispenses a month at a time; older renewals are kept by the quarter. */
function* dispenseDays(treatment: Treatment): Generator<{ daysAgo: number; supply: number }> {
  if (treatment.neverDispensed) return;
  const last = lastDay(treatment);
  for (let daysAgo = treatment.daysAgo; daysAgo > Math.max(0, last); ) {
    const period = daysAgo > 365 ? 90 : 30;
    yield { daysAgo, supply: Math.min(period, daysAgo - last) };
    daysAgo -= period;
  }
}

/** One prescription a year while the treatment lasts. */
function* prescriptionDays(treatment: Treatment): Generator<number> {
  const last = Math.max(0, lastDay(treatment));
  for (let daysAgo = treatment.daysAgo; daysAgo > last; daysAgo -= 365) yield daysAgo;
}

/** The last prescription says how the treatment ended; earlier ones were followed by another. */
function statusOf(treatment: Treatment, last: boolean): Record<string, unknown> {
  if (!last) return { status: 'completed' };
  if (lastDay(treatment) <= 0) return { status: 'active' };
  if (!treatment.stopped) return { status: 'completed' };
  return { status: 'stopped', statusReason: { text: treatment.stopped } };
}

function prescriptions(treatment: Treatment, { calendar, physician }: Chart): Resource[] {
  const product = products[treatment.product];
  const prescribed = [...prescriptionDays(treatment)];
  return prescribed.map((daysAgo, index) => ({
    resourceType: 'MedicationRequest',
    ...statusOf(treatment, index === prescribed.length - 1),
    intent: 'order',
    medicationCodeableConcept: codeOf(product),
    subject,
    authoredOn: calendar.at(daysAgo, 10, 15),
    requester: physician,
    dosageInstruction: [{ text: product.dosage }],
    dispenseRequest: { numberOfRepeatsAllowed: treatment.days === undefined ? 11 : 0 },
  }));
}

function dispenses(treatment: Treatment, { calendar, at }: Chart): Resource[] {
  const product = products[treatment.product];
  return [...dispenseDays(treatment)].map(({ daysAgo, supply }) => ({
    resourceType: 'MedicationDispense',
    status: 'completed',
    medicationCodeableConcept: codeOf(product),
    subject,
    performer: [{ actor: at('community-pharmacy') }],
    quantity: { value: Math.max(1, Math.round(product.perDay * supply)), unit: product.form },
    daysSupply: { value: supply, unit: 'jours', system: 'http://unitsofmeasure.org', code: 'd' },
    whenPrepared: calendar.at(daysAgo, 14, 5),
    whenHandedOver: calendar.at(daysAgo, 16, 40),
    dosageInstruction: [{ text: product.dosage }],
  }));
}

/** Prescriptions and dispenses of a treatment. */
export const toMedication = (treatment: Treatment, chart: Chart): Resource[] => [
  ...prescriptions(treatment, chart),
  ...dispenses(treatment, chart),
];
