import { parseDateInterval, type Resource } from '@continuum/standards-fhir';

/** Marks a FHIR Consent as a refusal (P-9.0001). */
export const directiveSystem = 'https://continuum.health/fhir/CodeSystem/directive';

/** A usager's refusal to have information released to providers, as the register keeps it. */
export interface Refusal {
  /** Id of the usager's Patient. */
  usager: string;
  /** Id of the Consent that says it. */
  consent: string;
  /** False once cancelled or entered in error; nothing is ever deleted. */
  active: boolean;
  start: Date;
  /** From then on, what is collected shows. */
  end?: Date;
  /** Partial: only what was collected before. Absent: everything. */
  before?: Date;
}

interface Period {
  start?: string;
  end?: string;
}

interface ConsentResource extends Resource {
  status?: string;
  scope?: { coding?: { code?: string }[] };
  category?: { coding?: { system?: string; code?: string }[] }[];
  patient?: { reference?: string };
  dateTime?: string;
  provision?: { type?: string; period?: Period; dataPeriod?: Period };
}

/** A refusal whose start nobody wrote has always been in force. */
const always = new Date(0);

function isRefusal({ resourceType, category, provision }: ConsentResource): boolean {
  const marked = (category ?? []).some(({ coding }) =>
    coding?.some(({ system, code }) => system === directiveSystem && code === 'refusal'),
  );
  return resourceType === 'Consent' && marked && provision?.type !== 'permit';
}

const low = (text: string | undefined): Date | undefined => {
  const interval = text === undefined ? undefined : parseDateInterval(text);
  return interval && new Date(interval.low);
};

/** The last moment of validity: a whole day when only the day is written (FHIR Period.end is inclusive). */
function endOf(text: string | undefined): Date | undefined {
  const interval = text === undefined ? undefined : parseDateInterval(text);
  if (!interval) return undefined;
  const written = interval.high - interval.low > 1000 ? interval.high : interval.low;
  return new Date(written);
}

const usagerOf = (reference: string | undefined): string | undefined =>
  /(?:^|\/)Patient\/([A-Za-z0-9.-]{1,64})(?:\/_history\/.+)?$/.exec(reference ?? '')?.[1];

/**
 * The refusal that a FHIR R4 Consent states, or undefined when it states none: category `refusal`, patient,
 * `provision.period` for its validity, `provision.dataPeriod.end` for "collected before". What is missing or
 * cannot be read hides more, never less.
 */
export function refusalOf(resource: Resource): Refusal | undefined {
  const consent = resource as ConsentResource;
  const usager = isRefusal(consent) ? usagerOf(consent.patient?.reference) : undefined;
  if (usager === undefined || consent.id === undefined) return undefined;
  const { period, dataPeriod } = consent.provision ?? {};
  return {
    usager,
    consent: consent.id,
    active: consent.status === 'active',
    start: low(period?.start) ?? always,
    end: endOf(period?.end),
    before: low(dataPeriod?.end),
  };
}

/**
 * The Consent that states a refusal. `recorded`: when it was registered (`Consent.dateTime`).
 * `refusalOf(toConsent(refusal))` is the refusal.
 */
export function toConsent(refusal: Refusal, recorded: Date): Resource & { id: string } {
  const { usager, consent, active, start, end, before } = refusal;
  const period = { start: start.toISOString(), ...(end && { end: end.toISOString() }) };
  return {
    resourceType: 'Consent',
    id: consent,
    status: active ? 'active' : 'inactive',
    scope: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
    },
    category: [{ coding: [{ system: directiveSystem, code: 'refusal' }] }],
    patient: { reference: `Patient/${usager}` },
    dateTime: recorded.toISOString(),
    policyRule: { text: 'P-9.0001' },
    provision: { type: 'deny', period, ...(before && { dataPeriod: { end: before.toISOString() } }) },
  };
}
