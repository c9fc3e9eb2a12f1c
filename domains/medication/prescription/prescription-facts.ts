import type { Coding, Reference, Resource } from '@continuum/standards-fhir';
import { readWhole } from '@continuum/standards-fhir/same-json';
import { cancelReasons, cancelSystem, frequencies, routes, snomed, ucum, units } from './posology.data.ts';

/** Everything that a prescription of this platform says; nothing else is in its resource. */
export interface PrescriptionFacts {
  drug: { din: string; name: string };
  usager: { reference: string; name: string };
  prescriber: { reference: string; name: string };
  /** ISO 8601. */
  authoredOn: string;
  dose: Measure;
  /** Codes of `posology.data.ts`. */
  frequency: string;
  asNeeded: boolean;
  route: string;
  days: number;
  quantity: Measure;
  repeats: number;
  note?: string;
  cancelled?: { reason: string; comment?: string };
}

interface Measure {
  value: number;
  /** Code of `units`. */
  unit: string;
}

/** Where the numbers of Health Canada's Drug Product Database are identifiers. */
export const dinSystem = 'http://hl7.org/fhir/NamingSystem/ca-hc-din';

const rowOf = <Row extends { code: string }>(rows: readonly Row[], code: string): Row => {
  const row = rows.find(it => it.code === code);
  if (row === undefined) throw new RangeError(`"${code}" is not in the table.`);
  return row;
};

const written = (value: number): string => String(value).replace('.', ',');

const measured = ({ value, unit }: Measure): string => {
  const { one, many } = rowOf<(typeof units)[number]>(units, unit);
  return `${written(value)} ${value >= 2 ? many : one}`;
};

const inDays = (value: number) => ({ value, unit: value >= 2 ? 'jours' : 'jour', system: ucum, code: 'd' });

const toQuantity = ({ value, unit }: Measure) => {
  const { one, many, code } = rowOf<(typeof units)[number]>(units, unit);
  return { value, unit: value >= 2 ? many : one, system: ucum, code };
};

/** How it is taken, in words: what every reader is shown, whoever they are. */
export function directionsOf({ dose, frequency, asNeeded, route, days }: PrescriptionFacts): string {
  const parts = [
    measured(dose),
    rowOf<(typeof frequencies)[number]>(frequencies, frequency).text,
    rowOf<(typeof routes)[number]>(routes, route).text,
    `pendant ${days} ${inDays(days).unit}`,
    ...(asNeeded ? ['au besoin'] : []),
  ];
  return parts.join(', ');
}

function dosageOf(facts: PrescriptionFacts) {
  const { frequency, asNeeded, route, days, dose } = facts;
  const { repeat } = rowOf<(typeof frequencies)[number]>(frequencies, frequency);
  const { code, display } = rowOf<(typeof routes)[number]>(routes, route);
  return {
    text: directionsOf(facts),
    timing: { repeat: { boundsDuration: inDays(days), ...repeat } },
    ...(asNeeded && { asNeededBoolean: true }),
    route: { coding: [{ system: snomed, code, display }] },
    doseAndRate: [{ doseQuantity: toQuantity(dose) }],
  };
}

function cancellationOf({ reason, comment }: NonNullable<PrescriptionFacts['cancelled']>) {
  const { code, text } = rowOf<(typeof cancelReasons)[number]>(cancelReasons, reason);
  return {
    coding: [{ system: cancelSystem, code }],
    text: comment === undefined ? text : `${text}: ${comment}`,
  };
}

/**
 * The MedicationRequest of a prescription, without `id` and `meta`. Made alike by the server, which writes it, and by the screen,
 * which looks whether what it shows is all there is.
 * @throws RangeError for a code that is in no table
 */
export function toMedicationRequest(facts: PrescriptionFacts): Resource {
  const { drug, usager, prescriber, authoredOn, quantity, days, repeats, note, cancelled } = facts;
  return {
    resourceType: 'MedicationRequest',
    status: cancelled ? 'cancelled' : 'active',
    ...(cancelled && { statusReason: cancellationOf(cancelled) }),
    intent: 'order',
    medicationCodeableConcept: {
      coding: [{ system: dinSystem, code: drug.din, display: drug.name }],
      text: drug.name,
    },
    subject: { reference: usager.reference, display: usager.name },
    authoredOn,
    requester: { reference: prescriber.reference, display: prescriber.name },
    ...(note !== undefined && { note: [{ text: note }] }),
    dosageInstruction: [dosageOf(facts)],
    dispenseRequest: {
      numberOfRepeatsAllowed: repeats,
      quantity: toQuantity(quantity),
      expectedSupplyDuration: inDays(days),
    },
  };
}

interface Read {
  id?: string;
  statusReason?: { coding: Coding[]; text: string };
  medicationCodeableConcept: { coding: Coding[] };
  subject: Reference;
  authoredOn: string;
  requester: Reference;
  note?: { text: string }[];
  dosageInstruction: {
    timing: {
      repeat: { boundsDuration: { value: number }; frequency: number; period: number; periodUnit: string };
    };
    asNeededBoolean?: boolean;
    route: { coding: Coding[] };
    doseAndRate: { doseQuantity: { value: number; code: string } }[];
  }[];
  dispenseRequest: { numberOfRepeatsAllowed: number; quantity: { value: number; code: string } };
}

const frequencyOf = ({
  frequency,
  period,
  periodUnit,
}: Read['dosageInstruction'][0]['timing']['repeat']): string =>
  frequencies.find(
    ({ repeat: it }) => it.frequency === frequency && it.period === period && it.periodUnit === periodUnit,
  )!.code;

function cancelledOf({ statusReason }: Read): PrescriptionFacts['cancelled'] {
  if (statusReason === undefined) return undefined;
  const reason = statusReason.coding[0]!.code!;
  const { text } = rowOf<(typeof cancelReasons)[number]>(cancelReasons, reason);
  const comment = statusReason.text.slice(`${text}: `.length);
  return { reason, ...(comment !== '' && { comment }) };
}

function read(act: Read): PrescriptionFacts {
  const [{ timing, asNeededBoolean = false, route, doseAndRate }] = act.dosageInstruction as [
    Read['dosageInstruction'][0],
  ];
  const { quantity, numberOfRepeatsAllowed } = act.dispenseRequest;
  const { code, display } = act.medicationCodeableConcept.coding[0]!;
  const { doseQuantity } = doseAndRate[0]!;
  const cancelled = cancelledOf(act);
  const named = ({ reference, display: name }: Reference) => ({ reference: reference!, name: name! });
  return {
    drug: { din: code!, name: display! },
    usager: named(act.subject),
    prescriber: named(act.requester),
    authoredOn: act.authoredOn,
    dose: { value: doseQuantity.value, unit: doseQuantity.code },
    frequency: frequencyOf(timing.repeat),
    asNeeded: asNeededBoolean,
    route: route.coding[0]!.code!,
    days: timing.repeat.boundsDuration.value,
    quantity: { value: quantity.value, unit: quantity.code },
    repeats: numberOfRepeatsAllowed,
    ...(act.note && { note: act.note[0]!.text }),
    ...(cancelled && { cancelled }),
  };
}

/**
 * What a MedicationRequest says, when it says nothing but what a prescription of this platform does; undefined otherwise. So a
 * screen that shows these facts shows all of it.
 */
export const readPrescription = (act: unknown): PrescriptionFacts | undefined =>
  readWhole(act, read, toMedicationRequest);
