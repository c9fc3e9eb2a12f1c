import type { Coding, Reference, Resource } from '@continuum/standards-fhir';
import { readWhole } from '@continuum/standards-fhir/same-json';

interface Named {
  /** `Practitioner/<id>`. */
  reference: string;
  name: string;
}

/** Everything that the grant of an access says; nothing else is in its resource. */
export interface GrantFacts {
  /** Id of the request that is accepted. */
  request: string;
  practitioner: Named;
  organization: Named;
  profile: string;
  places: Named[];
  /** Days, `2026-11-28`. */
  starts: string;
  ends?: string;
}

/** Where the id of a request is an identifier. */
const requestSystem = 'https://continuum.health/fhir/NamingSystem/access-request';
/** As `accessProfileSystem` of trust/access: the browser reads this file too. */
const profileSystem = 'https://continuum.health/fhir/CodeSystem/access-profile';

const toReference = ({ reference, name }: Named): Reference => ({ reference, display: name });
const toNamed = ({ reference, display }: Reference): Named => ({ reference: reference!, name: display! });

/**
 * The PractitionerRole of a grant (FHIR R4), without `id` and `meta`. Made alike by the server, which writes it, and by the screen,
 * which looks whether what it shows is all there is. `active` is left out: what was granted may have ended since, which
 * is the authorization's to say.
 */
export function toGrant({
  request,
  practitioner,
  organization,
  profile,
  places,
  starts,
  ends,
}: GrantFacts): Resource {
  return {
    resourceType: 'PractitionerRole',
    identifier: [{ system: requestSystem, value: request }],
    period: { start: starts, ...(ends !== undefined && { end: ends }) },
    practitioner: toReference(practitioner),
    organization: toReference(organization),
    code: [{ coding: [{ system: profileSystem, code: profile }] }],
    location: places.map(toReference),
  };
}

interface Read {
  identifier: { value: string }[];
  period: { start: string; end?: string };
  practitioner: Reference;
  organization: Reference;
  code: { coding: Coding[] }[];
  location: Reference[];
}

function read({ identifier, period, practitioner, organization, code, location }: Read): GrantFacts {
  return {
    request: identifier[0]!.value,
    practitioner: toNamed(practitioner),
    organization: toNamed(organization),
    profile: code[0]!.coding[0]!.code!,
    places: location.map(toNamed),
    starts: period.start,
    ...(period.end !== undefined && { ends: period.end }),
  };
}

/** What a PractitionerRole grants, when it says nothing but what a grant does; undefined otherwise: it is then not shown, nor signed. */
export const readGrant = (act: unknown): GrantFacts | undefined => readWhole(act, read, toGrant);
