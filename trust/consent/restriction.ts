import type { Resource } from '@continuum/standards-fhir';
import { type Coding, type Directive, type DirectiveConsent, directiveOf, toDirective } from './directive.ts';

/** Coding of `Consent.provision.class` that names a part of the record: the domains of the access matrix. */
export const clinicalDomainSystem = 'https://continuum.health/fhir/CodeSystem/clinical-domain';

/** Coding of `provision.actor.role` that names a category of providers: their access profile. */
const profileSystem = 'https://continuum.health/fhir/CodeSystem/access-profile';

/** HL7 v3 ParticipationType: the information recipient, a provider named by themself. */
const recipient = { system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP' };

/** Whom a restriction keeps away: these providers, and everybody of these categories. */
export interface Providers {
  /** `Practitioner/<id>`. */
  practitioners: readonly string[];
  /** Access profiles. */
  profiles: readonly string[];
  /** Nobody could be read: it is against every provider. */
  anyone: boolean;
}

/** What it keeps from them. */
export interface Information {
  everything: boolean;
  /** Parts of the record (`laboratory`), with what summarizes them. */
  domains: readonly string[];
  /** `Type/id`: each, what it is made of, and what speaks of either. */
  resources: readonly string[];
}

/** A usager's restriction: providers whom they name may not see information that they identify. */
export interface Restriction extends Directive, Providers, Information {}

const referenceOf = (text: string | undefined): string | undefined => {
  const [, type, id] =
    /(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/.+)?$/.exec(text ?? '') ?? [];
  return type && id && `${type}/${id}`;
};

const present = <T>(value: T | undefined): value is T => value !== undefined;

const codesOf = (codings: readonly (Coding | undefined)[] | undefined, system: string): string[] =>
  (codings ?? [])
    .filter(coding => coding?.system === system)
    .map(coding => coding?.code)
    .filter(present);

type Provision = NonNullable<DirectiveConsent['provision']>;
type Actors = NonNullable<Provision['actor']>;

/** The provider or the category that one actor is; undefined: it cannot be told, which is everybody. */
function providerOf({ role, reference }: Actors[number]): Partial<Providers> | undefined {
  const named = referenceOf(reference?.reference);
  if (named?.startsWith('Practitioner/')) return { practitioners: [named] };
  const profiles = codesOf(role?.coding, profileSystem);
  return profiles.length > 0 ? { profiles } : undefined;
}

function providersOf({ actor = [] }: Provision): Providers {
  const each = actor.map(providerOf);
  return {
    practitioners: each.flatMap(one => one?.practitioners ?? []),
    profiles: each.flatMap(one => one?.profiles ?? []),
    anyone: actor.length === 0 || each.some(one => one === undefined),
  };
}

function informationOf({ class: classes = [], data = [] }: Provision): Information {
  const domains = codesOf(classes, clinicalDomainSystem);
  const resources = data.map(({ reference }) => referenceOf(reference?.reference)).filter(present);
  const all = classes.length + data.length;
  return { everything: all === 0 || domains.length + resources.length < all, domains, resources };
}

/**
 * The restriction that a FHIR R4 Consent states, or undefined when it states none: category `restriction`,
 * `provision.actor` for whom, `provision.class` and `provision.data` for what (neither: everything),
 * `provision.period` for its validity. What is missing or cannot be read hides more, never less.
 */
export function restrictionOf(resource: Resource): Restriction | undefined {
  const consent = resource as DirectiveConsent;
  const directive = directiveOf(consent, 'restriction');
  const provision = consent.provision ?? {};
  return directive && { ...directive, ...providersOf(provision), ...informationOf(provision) };
}

/** How those that a restriction names are called, by reference, profile or domain. */
export type Names = Readonly<Record<string, string>>;

/**
 * The Consent that states a restriction; `recorded` as `Consent.dateTime`, `names` as displays.
 * `restrictionOf(toRestrictionConsent(restriction))` is the restriction.
 */
export function toRestrictionConsent(restriction: Restriction, recorded: Date, names: Names = {}) {
  const { practitioners, profiles, anyone, everything, domains, resources } = restriction;
  const named = (key: string) => (names[key] === undefined ? {} : { display: names[key] });
  const categories = profiles.map(code => ({
    role: { coding: [{ system: profileSystem, code, ...named(code) }] },
    reference: { type: 'Practitioner', display: names[code] ?? code },
  }));
  const persons = practitioners.map(reference => ({
    role: { coding: [recipient] },
    reference: { reference, ...named(reference) },
  }));
  const actor = anyone ? [] : [...persons, ...categories];
  const classes = domains.map(code => ({ system: clinicalDomainSystem, code, ...named(code) }));
  const data = resources.map(reference => ({
    meaning: 'dependents',
    reference: { reference, ...named(reference) },
  }));
  const what = everything
    ? {}
    : { ...(classes.length > 0 && { class: classes }), ...(data.length > 0 && { data }) };
  return toDirective(restriction, 'restriction', recorded, { ...(actor.length > 0 && { actor }), ...what });
}
