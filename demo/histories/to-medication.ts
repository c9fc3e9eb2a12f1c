import type { Resource } from '@continuum/standards-fhir';
import type { DemoPerson } from '../population/person.ts';
import { displayName } from '../territory/practitioner.ts';
import type { Territory } from '../territory/territory.ts';
import { type Calendar, subject } from './calendar.ts';
import type { Event } from './event.ts';
import { type Product, products } from './medications.data.ts';

type Treatment = Extract<Event, { kind: 'treatment' }>;

const codeOf = (product: Product) => ({
  coding: [
    { system: 'http://hl7.org/fhir/NamingSystem/ca-hc-din', code: product.din, display: product.name },
  ],
  text: product.name,
});

/** Québec dispenses a month at a time; older renewals are kept by the quarter. */
function* dispenseDays(treatment: Treatment): Generator<{ daysAgo: number; supply: number }> {
  const until = treatment.days === undefined ? 0 : Math.max(0, treatment.daysAgo - treatment.days);
  for (let daysAgo = treatment.daysAgo; daysAgo > until; ) {
    const supply = Math.min(daysAgo > 365 ? 90 : 30, daysAgo - until);
    yield { daysAgo, supply: treatment.days === undefined ? Math.max(supply, 30) : supply };
    daysAgo -= daysAgo > 365 ? 90 : 30;
  }
}

/** One prescription a year while the treatment lasts. */
function* prescriptionDays(treatment: Treatment): Generator<number> {
  const until = treatment.days === undefined ? 0 : treatment.daysAgo - treatment.days;
  for (let daysAgo = treatment.daysAgo; daysAgo > Math.max(0, until); daysAgo -= 365) yield daysAgo;
}

function prescription(
  product: Product,
  daysAgo: number,
  current: boolean,
  person: DemoPerson,
  territory: Territory,
  calendar: Calendar,
): Resource {
  const physician = territory.physicianOf(person);
  return {
    resourceType: 'MedicationRequest',
    status: current ? 'active' : 'completed',
    intent: 'order',
    medicationCodeableConcept: codeOf(product),
    subject,
    authoredOn: calendar.at(daysAgo, 10, 15),
    requester: { reference: `Practitioner/${physician.id}`, display: displayName(physician) },
    dosageInstruction: [{ text: product.dosage }],
    dispenseRequest: { numberOfRepeatsAllowed: 11 },
  };
}

function dispense(
  product: Product,
  daysAgo: number,
  supply: number,
  person: DemoPerson,
  territory: Territory,
  calendar: Calendar,
): Resource {
  const pharmacy = territory.organizationFor(person, 'community-pharmacy');
  const quantity = Math.max(1, Math.round(product.perDay * supply));
  return {
    resourceType: 'MedicationDispense',
    status: 'completed',
    medicationCodeableConcept: codeOf(product),
    subject,
    performer: [{ actor: { reference: `Organization/${pharmacy.id}`, display: pharmacy.name } }],
    quantity: { value: quantity, unit: product.form },
    daysSupply: { value: supply, unit: 'jours', system: 'http://unitsofmeasure.org', code: 'd' },
    whenPrepared: calendar.at(daysAgo, 14, 5),
    whenHandedOver: calendar.at(daysAgo, 16, 40),
    dosageInstruction: [{ text: product.dosage }],
  };
}

/** Prescriptions and dispenses of a treatment. */
export function toMedication(
  treatment: Treatment,
  person: DemoPerson,
  territory: Territory,
  calendar: Calendar,
): Resource[] {
  const product = products[treatment.product];
  const stopped = treatment.days !== undefined && treatment.daysAgo - treatment.days > 0;
  const prescribed = [...prescriptionDays(treatment)];
  const requests = prescribed.map((daysAgo, index) => {
    const current = !stopped && index === prescribed.length - 1;
    return prescription(product, daysAgo, current, person, territory, calendar);
  });
  const dispenses = [...dispenseDays(treatment)].map(({ daysAgo, supply }) =>
    dispense(product, daysAgo, supply, person, territory, calendar),
  );
  return [...requests, ...dispenses];
}
