import type { Access } from '@continuum/record-gate';
import type { CodeableConcept, Reference, Resource } from '@continuum/standards-fhir';
import { isAccessGrant } from '@continuum/trust-access';
import { orders } from './orders.data.ts';
import { practitionerName } from './practitioner.ts';

/** Kinds of providers: codes of Infoway’s `scptype`. */
export const providerSystem = 'https://fhir.infoway-inforoute.ca/CodeSystem/scptype';
/** What somebody is to an organization, beside their profession: `head`, `owner-pharmacist`, `permit-holder`… */
export const functionSystem = 'https://continuum.health/fhir/CodeSystem/organization-function';

/** A place where somebody practises, and as what. */
export interface Position {
  /** Id of the Organization. */
  organization: string;
  /** `scptype`: the profession that is practised there. */
  providers: readonly string[];
  /** Codes of `functionSystem`. */
  functions: readonly string[];
}

/** An intervenant as the register knows them: whether they are there, members of their order, and what they are where. */
export interface Standing {
  /** Id of the Practitioner. */
  id: string;
  name: string;
  active: boolean;
  /** Orders of which they are members in good standing at that moment, with a licence: `CMQ`, `OPQ`… */
  orders: readonly string[];
  positions: readonly Position[];
}

interface Qualification {
  identifier?: { value?: string }[];
  code?: CodeableConcept;
  period?: { start?: string; end?: string };
}

const codesOf = (concepts: readonly CodeableConcept[], system: string): string[] =>
  concepts.flatMap(({ coding = [] }) =>
    coding.flatMap(({ system: of, code }) => (of === system && code !== undefined ? [code] : [])),
  );

const listOf = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : []);

/** The order that a qualification is of, when it says a licence. */
function orderOf({ code, identifier }: Qualification): string | undefined {
  const [provider] = codesOf(code ? [code] : [], providerSystem).filter(known =>
    Object.hasOwn(orders, known),
  );
  const licensed = identifier?.some(({ value }) => value !== undefined && value !== '');
  return provider !== undefined && licensed ? orders[provider]!.order : undefined;
}

const holdsOn = ({ period }: Qualification, day: string): boolean =>
  (period?.start ?? '') <= day && (period?.end === undefined || period.end >= day);

const toPosition = (role: Resource): Position => {
  const concepts = listOf<CodeableConcept>(role.code);
  return {
    organization: ((role.organization as Reference | undefined)?.reference ?? '').replace(
      /^Organization\//,
      '',
    ),
    providers: codesOf(concepts, providerSystem),
    functions: codesOf(concepts, functionSystem),
  };
};

/**
 * What the register says of an intervenant on a day; undefined when it does not know them.
 * @param day `2026-11-28`: qualifications and roles count when their period covers it.
 */
export async function standingOf(access: Access, id: string, day: string): Promise<Standing | undefined> {
  const outcome = await access.lookup('Practitioner', [
    ['_id', id],
    ['_revinclude', 'PractitionerRole:practitioner'],
  ]);
  if (outcome.outcome !== 'found') return undefined;
  const resources = outcome.entries.map(({ body }) => JSON.parse(body) as Resource);
  const practitioner = resources.find(({ resourceType }) => resourceType === 'Practitioner');
  if (practitioner === undefined) return undefined;
  const current = listOf<Qualification>(practitioner.qualification).filter(one => holdsOn(one, day));
  const roles = resources.filter(
    resource =>
      resource.resourceType === 'PractitionerRole' &&
      !isAccessGrant(resource) &&
      resource.active !== false &&
      holdsOn(resource as Qualification, day),
  );
  return {
    id,
    name: practitionerName(practitioner),
    active: practitioner.active !== false,
    orders: [...new Set(current.flatMap(one => orderOf(one) ?? []))],
    positions: roles.map(toPosition),
  };
}
