import type { Reference, Resource } from '@continuum/standards-fhir';
import { type Drug, drugOf, type Found } from './drug.ts';

export interface Amount {
  value: number;
  unit?: string;
}

export interface Prescription {
  id: string;
  drug: Drug;
  status: string;
  active: boolean;
  prescribed?: string;
  prescriber?: string;
  /** How to take it, as it was written. */
  directions?: string;
  quantity?: Amount;
  daysSupply?: number;
  refills?: number;
  /** End of what the prescription allows. */
  until?: string;
  note?: string;
  /** Why it is not active any more. */
  reason?: string;
  /** Its author signed this version with their own key; `cancellable` by who asks. */
  signature?: { cancellable: boolean };
}

export interface Dispense {
  id: string;
  drug: Drug;
  status: string;
  dispensed?: string;
  pharmacy?: string;
  quantity?: Amount;
  daysSupply?: number;
  directions?: string;
}

interface Quantity {
  value?: number;
  unit?: string;
  code?: string;
}

const list = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : []);
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function amount(quantity: unknown): Amount | undefined {
  const { value, unit, code } = (quantity ?? {}) as Quantity;
  const named = unit ?? code;
  return value === undefined ? undefined : { value, ...(named ? { unit: named } : {}) };
}

const perDay: Record<string, number> = { h: 1 / 24, d: 1, wk: 7, mo: 30, a: 365 };

/** Days of a Quantity or Duration; a month counts thirty. */
function days(quantity: unknown): number | undefined {
  const { value, unit = '', code } = (quantity ?? {}) as Quantity;
  if (value === undefined) return undefined;
  const factor = perDay[code ?? ''] ?? (/^(jour|day|j\b|d\b)/i.test(unit) || unit === '' ? 1 : undefined);
  return factor === undefined ? undefined : Math.round(value * factor);
}

const directionsOf = (dosages: unknown): string | undefined =>
  list<{ text?: string; patientInstruction?: string }>(dosages)
    .map(dosage => dosage.text ?? dosage.patientInstruction)
    .filter(Boolean)
    .join('; ') || undefined;

function personName(resource: Resource | undefined): string | undefined {
  if (typeof resource?.name === 'string') return resource.name;
  const [first] = list<{ text?: string; family?: string; given?: string[] }>(resource?.name);
  const words = [...(first?.given ?? []), first?.family].filter(Boolean).join(' ');
  return first?.text ?? (words || undefined);
}

/** Who a reference names: its own words, or the name of what it leads to. */
function named(reference: unknown, found: Found): string | undefined {
  const { display, reference: to = '' } = (reference ?? {}) as Reference;
  return display ?? personName(found.get(to));
}

/** The pharmacy: the organization among the performers, else whoever dispensed, else the place. */
function pharmacyOf(dispense: Resource, found: Found): string | undefined {
  const actors = list<{ actor?: Reference }>(dispense.performer).map(({ actor }) => actor);
  const organization = actors.find(
    actor => actor?.type === 'Organization' || actor?.reference?.startsWith('Organization/'),
  );
  const names = [organization, dispense.location, ...actors].map(one => named(one, found));
  return names.find(name => name !== undefined);
}

export function displayPrescription(request: Resource, found: Found): Prescription {
  const status = text(request.status) ?? 'unknown';
  const dispense = (request.dispenseRequest ?? {}) as Record<string, unknown>;
  const period = (dispense.validityPeriod ?? {}) as { end?: string };
  return {
    id: request.id ?? '',
    drug: drugOf(request, found),
    status,
    active: status === 'active',
    prescribed: text(request.authoredOn),
    prescriber: named(request.requester, found),
    directions: directionsOf(request.dosageInstruction),
    quantity: amount(dispense.quantity),
    daysSupply: days(dispense.expectedSupplyDuration),
    refills:
      typeof dispense.numberOfRepeatsAllowed === 'number' ? dispense.numberOfRepeatsAllowed : undefined,
    until: period.end,
    note:
      list<{ text?: string }>(request.note)
        .map(note => note.text)
        .filter(Boolean)
        .join('; ') || undefined,
    reason: text((request.statusReason as { text?: unknown } | undefined)?.text),
  };
}

export function displayDispense(dispense: Resource, found: Found): Dispense {
  return {
    id: dispense.id ?? '',
    drug: drugOf(dispense, found),
    status: text(dispense.status) ?? 'unknown',
    dispensed: text(dispense.whenHandedOver) ?? text(dispense.whenPrepared),
    pharmacy: pharmacyOf(dispense, found),
    quantity: amount(dispense.quantity),
    daysSupply: days(dispense.daysSupply),
    directions: directionsOf(dispense.dosageInstruction),
  };
}
