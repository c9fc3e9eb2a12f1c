import type { Resource } from '@continuum/standards-fhir';
import { type Fact, facts } from './facts.ts';
import { type Language, sayDay } from './language.ts';
import { classes, directives, typeNames } from './status.data.ts';
import { type Included, listOf, sayConcept, sayReference } from './values.ts';

/** One resource as a person reads it. */
export interface Told {
  /** `AAAA-MM-JJ`, or less when less is known. */
  date?: string;
  title: string;
  facts: { label: string; value: string }[];
  /** Who prescribed, made, recorded or sent it. */
  source?: string;
}

/** Elements by which a resource is placed in time, the best known first. */
const dates = [
  'effectiveDateTime',
  'effectivePeriod',
  'effectiveInstant',
  'whenHandedOver',
  'whenPrepared',
  'authoredOn',
  'occurrenceDateTime',
  'performedDateTime',
  'performedPeriod',
  'started',
  'onsetDateTime',
  'recordedDate',
  'dateTime',
  'createdDateTime',
  'period',
  'date',
  'created',
  'issued',
  'dateAsserted',
  'receivedTime',
  'recorded',
];

const dayOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : (value as { start?: string } | undefined)?.start;

/** The day of a resource; undefined when nobody wrote one. */
const dateOf = (resource: Resource): string | undefined => {
  const collected = (resource.collection as { collectedDateTime?: string } | undefined)?.collectedDateTime;
  return sayDay(collected ?? dates.map(element => dayOf(resource[element])).find(day => day !== undefined));
};

/** Elements that name what a resource is about. */
const names = ['medicationCodeableConcept', 'vaccineCode', 'code', 'type', 'serviceType', 'category'];

function encounterName(resource: Resource, language: Language): string | undefined {
  const { code = '', display } = (resource.class ?? {}) as { code?: string; display?: string };
  return sayConcept(listOf(resource.type)[0]) ?? classes[code]?.[language] ?? display;
}

function consentName(resource: Resource, language: Language): string | undefined {
  const coded = listOf<{ coding?: { code?: string }[] }>(resource.category).flatMap(
    ({ coding = [] }) => coding,
  );
  const known = coded.find(({ code }) => code !== undefined && code in directives)?.code;
  return known === undefined ? undefined : directives[known]![language];
}

/** Types that are named otherwise than by a concept. */
const ownNames: Readonly<Record<string, (resource: Resource, language: Language) => string | undefined>> = {
  Encounter: encounterName,
  Consent: consentName,
  ImagingStudy: ({ description }) => description as string | undefined,
};

function titleOf(resource: Resource, language: Language, included: Included): string {
  const { resourceType: type } = resource;
  const own = ownNames[type]?.(resource, language);
  const named = () =>
    names.map(name => sayConcept(listOf(resource[name])[0])).find(name => name !== undefined);
  const medication = sayReference(resource.medicationReference, included);
  const told = typeNames[type]?.[language];
  return own ?? medication ?? named() ?? told ?? type;
}

/** Elements that say who a resource comes from; some hold the reference in a part of theirs. */
const sources = [
  'requester',
  'performer',
  'resultsInterpreter',
  'interpreter',
  'recorder',
  'asserter',
  'author',
  'informationSource',
  'sender',
  'serviceProvider',
  'organization',
  'custodian',
  'participant',
];

interface Part {
  actor?: unknown;
  individual?: unknown;
  onBehalfOf?: unknown;
}

function sourceOf(resource: Resource, included: Included): string | undefined {
  const found = sources.flatMap(element =>
    listOf<Part>(resource[element]).flatMap(part =>
      [part, part.actor, part.individual, part.onBehalfOf].map(one => sayReference(one, included)),
    ),
  );
  return [...new Set(found.filter(name => name !== undefined))].join(' · ') || undefined;
}

const say = ({ label, read }: Fact, resource: Resource, language: Language, included: Included) => {
  const value = read(resource, language, included)?.trim();
  return value ? [{ label: label[language], value }] : [];
};

/** What a copy says of one resource: its name, its day, what is known of it, and where it comes from. */
export function tell(resource: Resource, language: Language, included: Included): Told {
  const [date, source] = [dateOf(resource), sourceOf(resource, included)];
  return {
    title: titleOf(resource, language, included),
    facts: facts.flatMap(fact => say(fact, resource, language, included)),
    ...(date !== undefined && { date }),
    ...(source !== undefined && { source }),
  };
}
