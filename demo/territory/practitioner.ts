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
  /** What they are to the organization, beside their profession: what the designation of its GAA depends on. */
  function?: string;
  /** Name in the cast: `medecin-demo`. */
  userName?: string;
}

interface Role {
  userName: string;
  familyName: string;
  givenName: string;
  profile: Profile;
  role?: string;
  function?: string;
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
    function: 'owner-pharmacist',
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
  // Four eyes: one triages, the other decides.
  {
    userName: 'surveillance-2-demo',
    familyName: 'Lessard',
    givenName: 'Benoît',
    profile: 'surveillance',
    at: 'establishment',
  },
];

const licence = (random: Random): string => String(random.int(100_000, 999_999));

type Profession = Pick<DemoPractitioner, 'profile' | 'role'>;
const physician: Profession = { profile: 'physician', role: 'MD' };
const pharmacist: Profession = { profile: 'pharmacist', role: 'PHARM' };
const professions: Partial<Record<OrganizationKind, Profession>> = {
  'community-pharmacy': pharmacist,
  'pharmacist-agency': pharmacist,
  // No row of the access matrix is a dentist's yet.
  'dental-office': { profile: 'none', role: 'DEN' },
};

/** What the first of the staff of a place is to it. */
const functions: Partial<Record<OrganizationKind, string>> = {
  establishment: 'head',
  'medical-laboratory': 'head',
  'imaging-department': 'head',
  'community-pharmacy': 'owner-pharmacist',
  'private-medical-laboratory': 'permit-holder',
  'private-imaging-laboratory': 'permit-holder',
  'diagnostic-radiology-laboratory': 'permit-holder',
  'pharmacist-agency': 'operator',
  'transplant-quebec': 'director-general',
  lspq: 'operations-director',
  ctq: 'scientific-director',
};

function member(organization: DemoOrganization, random: Random): DemoPractitioner {
  const sex = random.chance(0.5) ? 'female' : 'male';
  return {
    id: random.uuid(),
    familyName: random.pick(familyNames),
    givenName: random.pick(givenNames[sex][2]!.names),
    ...(professions[organization.kind] ?? physician),
    licence: licence(random),
    organization,
  };
}

/** Two for each place that treats people, one for a laboratory; their own, whatever other places there are. */
function staffOf(organization: DemoOrganization, random: Random): DemoPractitioner[] {
  const own = random.fork(organization.id);
  const of = functions[organization.kind];
  const first = { ...member(organization, own), ...(of && { function: of }) };
  return organization.kind.includes('laboratory') ? [first] : [first, member(organization, own)];
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
  return [...people, ...organizations.flatMap(place => staffOf(place, random))];
}

const base = 'https://continuum.health/fhir';

/** Name as a reader sees it. */
export const displayName = ({ givenName, familyName }: { givenName: string; familyName: string }): string =>
  `${givenName} ${familyName}`;

const providers = 'https://fhir.infoway-inforoute.ca/CodeSystem/scptype';

/** FHIR Practitioner with its licence, and the profession that it lets them practise. */
export function toPractitioner(practitioner: DemoPractitioner): Resource {
  const { id, familyName, givenName, role, licence } = practitioner;
  const identifier = [{ system: `${base}/NamingSystem/licence`, value: licence }];
  return {
    resourceType: 'Practitioner',
    id,
    identifier,
    active: true,
    name: [{ family: familyName, given: [givenName] }],
    ...(role && {
      qualification: [
        {
          identifier,
          code: { coding: [{ system: providers, code: role }] },
          period: { start: '2010-06-01' },
        },
      ],
    }),
  };
}

/** FHIR PractitionerRole: who does what, where. */
export function toPractitionerRole(practitioner: DemoPractitioner): Resource {
  const { id, role, profile, organization, function: of } = practitioner;
  const coding = [
    ...(role ? [{ system: providers, code: role }] : []),
    ...(of ? [{ system: `${base}/CodeSystem/organization-function`, code: of }] : []),
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
