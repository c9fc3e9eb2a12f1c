import type { Resource } from '@continuum/standards-fhir';
import type { Profile } from '@continuum/trust-access';
import { familyNames, givenNames } from '../population/names.data.ts';
import type { Random } from '../population/random.ts';
import type { DemoOrganization, OrganizationKind } from './organization.ts';

export interface DemoPractitioner {
  id: string;
  familyName: string;
  givenName: string;
  profile: Profile;
  /** Code of https://fhir.infoway-inforoute.ca/CodeSystem/scptype; none for staff of no order. */
  role?: string;
  licence: string;
  organization: DemoOrganization;
  /** Name in the cast: `medecin-demo`. */
  userName?: string;
}

interface Role {
  userName: string;
  familyName: string;
  givenName: string;
  profile: Profile;
  role?: string;
  at: OrganizationKind;
}

/** The staff with a name in guides, tests and demonstrations. */
const cast: readonly Role[] = [
  {
    userName: 'medecin-demo',
    familyName: 'Lavoie',
    givenName: 'Catherine',
    profile: 'physician',
    role: 'FAM',
    at: 'medical-office',
  },
  {
    userName: 'pharmacien-demo',
    familyName: 'Nguyen',
    givenName: 'Minh',
    profile: 'pharmacist',
    role: 'PHARM',
    at: 'community-pharmacy',
  },
  {
    userName: 'infirmiere-demo',
    familyName: 'Bélanger',
    givenName: 'Sophie',
    profile: 'nurse',
    role: 'RN',
    at: 'establishment',
  },
  {
    userName: 'archiviste-demo',
    familyName: 'Morin',
    givenName: 'André',
    profile: 'archivist',
    at: 'establishment',
  },
  {
    userName: 'gaa-demo',
    familyName: 'Pelletier',
    givenName: 'Nathalie',
    profile: 'access-manager',
    role: 'FAM',
    at: 'medical-office',
  },
  {
    userName: 'aga-demo',
    familyName: 'Fortin',
    givenName: 'Denis',
    profile: 'access-manager',
    at: 'establishment',
  },
  {
    userName: 'tvi-demo',
    familyName: 'Haddad',
    givenName: 'Rania',
    profile: 'access-manager',
    at: 'establishment',
  },
  {
    userName: 'avi-demo',
    familyName: 'Caron',
    givenName: 'Sylvain',
    profile: 'access-manager',
    at: 'establishment',
  },
  {
    userName: 'surveillance-demo',
    familyName: 'Diallo',
    givenName: 'Aïssata',
    profile: 'surveillance',
    at: 'establishment',
  },
  {
    userName: 'certification-demo',
    familyName: 'Girard',
    givenName: 'Luc',
    profile: 'certification',
    at: 'establishment',
  },
  {
    userName: 'pilote-demo',
    familyName: 'Mercier',
    givenName: 'Josée',
    profile: 'operations',
    at: 'establishment',
  },
  {
    userName: 'radiologiste-demo',
    familyName: 'Ouellet',
    givenName: 'Geneviève',
    profile: 'radiologist',
    role: 'MD',
    at: 'imaging-department',
  },
];

const licence = (random: Random): string => String(random.int(100_000, 999_999));

function member(organization: DemoOrganization, random: Random): DemoPractitioner {
  const pharmacy = organization.kind === 'community-pharmacy';
  const sex = random.chance(0.5) ? 'female' : 'male';
  return {
    id: random.uuid(),
    familyName: random.pick(familyNames),
    givenName: random.pick(givenNames[sex][2]!.names),
    profile: pharmacy ? 'pharmacist' : 'physician',
    role: pharmacy ? 'PHARM' : 'MD',
    licence: licence(random),
    organization,
  };
}

/** Two for each place that treats people; their own, whatever other places there are. */
function staffOf(organization: DemoOrganization, random: Random): DemoPractitioner[] {
  const own = random.fork(organization.id);
  return [member(organization, own), member(organization, own)];
}

/** The intervenants of the territory: the cast, then the staff of each place. */
export function createPractitioners(
  random: Random,
  organizations: readonly DemoOrganization[],
): DemoPractitioner[] {
  const named = random.fork('cast');
  const people = cast.map(({ at, ...role }) => ({
    ...role,
    id: named.uuid(),
    licence: licence(named),
    organization: organizations.find(({ kind }) => kind === at)!,
  }));
  const treating = organizations.filter(({ kind }) => !kind.includes('laboratory'));
  return [...people, ...treating.flatMap(place => staffOf(place, random))];
}

const base = 'https://continuum.health/fhir';

/** Name as a reader sees it. */
export const displayName = ({ givenName, familyName }: { givenName: string; familyName: string }): string =>
  `${givenName} ${familyName}`;

/** FHIR Practitioner with its licence. */
export function toPractitioner(practitioner: DemoPractitioner): Resource {
  const { id, familyName, givenName } = practitioner;
  return {
    resourceType: 'Practitioner',
    id,
    identifier: [{ system: `${base}/NamingSystem/licence`, value: practitioner.licence }],
    active: true,
    name: [{ family: familyName, given: [givenName] }],
  };
}

/** FHIR PractitionerRole: who does what, where. */
export function toPractitionerRole(practitioner: DemoPractitioner): Resource {
  const { id, role, profile, organization } = practitioner;
  const coding = [
    ...(role ? [{ system: 'https://fhir.infoway-inforoute.ca/CodeSystem/scptype', code: role }] : []),
    { system: `${base}/CodeSystem/access-profile`, code: profile },
  ];
  return {
    resourceType: 'PractitionerRole',
    id,
    active: true,
    practitioner: { reference: `Practitioner/${id}`, display: displayName(practitioner) },
    organization: { reference: `Organization/${organization.id}`, display: organization.name },
    location: [{ reference: `Location/${organization.id}` }],
    code: [{ coding }],
  };
}
