import { parseDateInterval, type Resource } from '@continuum/standards-fhir';

/** Marks a FHIR Consent as a directive: a refusal (P-9.0001) or a restriction. */
export const directiveSystem = 'https://continuum.health/fhir/CodeSystem/directive';

/** The kinds of directives, as their category codes them. */
export type DirectiveKind = 'refusal' | 'restriction';

interface Period {
  start?: string;
  end?: string;
}

export interface Coding {
  system?: string;
  code?: string;
}

/** What is read of a R4 Consent that states a directive. */
export interface DirectiveConsent extends Resource {
  status?: string;
  category?: { coding?: Coding[] }[];
  patient?: { reference?: string };
  provision?: {
    type?: string;
    period?: Period;
    dataPeriod?: Period;
    actor?: { role?: { coding?: Coding[] }; reference?: { reference?: string } }[];
    class?: Coding[];
    data?: { reference?: { reference?: string } }[];
  };
}

/** A directive whose start nobody wrote has always been in force. */
const always = new Date(0);

/** The first moment of what is written. */
export const low = (text: string | undefined): Date | undefined => {
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

/** Id of the Patient that a reference names. */
export const usagerOf = (reference: string | undefined): string | undefined =>
  /(?:^|\/)Patient\/([A-Za-z0-9.-]{1,64})(?:\/_history\/.+)?$/.exec(reference ?? '')?.[1];

/** What every directive says: whose it is, which Consent, whether it stands, from when, until when. */
export interface Directive {
  /** Id of the usager's Patient. */
  usager: string;
  /** Id of the Consent that says it. */
  consent: string;
  /** False once cancelled or entered in error; nothing is ever deleted. */
  active: boolean;
  start: Date;
  end?: Date;
}

/**
 * The part of a Consent that every directive of that kind has, or undefined when it states none. What is missing or cannot
 * be read hides more, never less.
 */
export function directiveOf(consent: DirectiveConsent, kind: DirectiveKind): Directive | undefined {
  const { resourceType, id, category, provision, status } = consent;
  const marked = (category ?? []).some(({ coding }) =>
    coding?.some(({ system, code }) => system === directiveSystem && code === kind),
  );
  if (resourceType !== 'Consent' || !marked || provision?.type === 'permit') return undefined;
  const usager = usagerOf(consent.patient?.reference);
  if (usager === undefined || id === undefined) return undefined;
  const { start, end } = provision?.period ?? {};
  return { usager, consent: id, active: status === 'active', start: low(start) ?? always, end: endOf(end) };
}

/** The law that a directive is of, as `Consent.policyRule` names it. */
const laws: Readonly<Record<DirectiveKind, string>> = { refusal: 'P-9.0001', restriction: 'R-22.1' };

/** The part of a Consent that every directive has. `recorded`: when it was registered (`Consent.dateTime`). */
export function toDirective(
  { usager, consent, active, start, end }: Directive,
  kind: DirectiveKind,
  recorded: Date,
  provision: object = {},
): Resource & { id: string } {
  const period = { start: start.toISOString(), ...(end && { end: end.toISOString() }) };
  return {
    resourceType: 'Consent',
    id: consent,
    status: active ? 'active' : 'inactive',
    scope: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
    },
    category: [{ coding: [{ system: directiveSystem, code: kind }] }],
    patient: { reference: `Patient/${usager}` },
    dateTime: recorded.toISOString(),
    policyRule: { text: laws[kind] },
    provision: { type: 'deny', period, ...provision },
  };
}
