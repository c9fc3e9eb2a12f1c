import type { Resource } from '@continuum/standards-fhir';
import type { Random } from '../population/random.ts';
import { type Place, places } from './places.data.ts';

/** Kinds of organizations that take part, as the law names them. */
export type OrganizationKind =
  | 'establishment'
  | 'medical-office'
  | 'community-pharmacy'
  | 'medical-laboratory'
  | 'private-medical-laboratory'
  | 'imaging-department'
  | 'private-imaging-laboratory'
  | 'diagnostic-radiology-laboratory'
  | 'dental-office'
  | 'pharmacist-agency'
  | 'transplant-quebec'
  | 'lspq'
  | 'ctq';

export interface DemoOrganization {
  id: string;
  kind: OrganizationKind;
  name: string;
  permit: string;
  place: Place;
  /** Does it send to the exchange? Some do not: an absence to explain. */
  sends: boolean;
}

const base = 'https://continuum.health/fhir';

/** How many there are in Québec, and the fewest that a territory shows. */
const counts: readonly {
  kind: OrganizationKind;
  inQuebec: number;
  fewest: number;
  name: (place: Place, rank: number) => string;
}[] = [
  { kind: 'establishment', inQuebec: 34, fewest: 3, name: place => `CIUSSS ${ofPlace(place.region)}` },
  {
    kind: 'medical-office',
    inQuebec: 2610,
    fewest: 5,
    name: (place, rank) => `Clinique médicale ${place.municipality} ${rank}`,
  },
  {
    kind: 'community-pharmacy',
    inQuebec: 1893,
    fewest: 5,
    name: (place, rank) => `Pharmacie ${place.municipality} ${rank}`,
  },
  {
    kind: 'medical-laboratory',
    inQuebec: 126,
    fewest: 2,
    name: place => `Laboratoire de l’hôpital de ${place.municipality}`,
  },
  {
    kind: 'private-medical-laboratory',
    inQuebec: 30,
    fewest: 1,
    name: place => `Laboratoire privé ${place.municipality}`,
  },
  {
    kind: 'imaging-department',
    inQuebec: 155,
    fewest: 2,
    name: place => `Imagerie médicale, hôpital de ${place.municipality}`,
  },
  {
    kind: 'private-imaging-laboratory',
    inQuebec: 109,
    fewest: 1,
    name: place => `Radiologie ${place.municipality}`,
  },
  {
    kind: 'diagnostic-radiology-laboratory',
    inQuebec: 1,
    fewest: 1,
    name: place => `Radiologie diagnostique ${place.municipality}`,
  },
  {
    kind: 'dental-office',
    inQuebec: 1,
    fewest: 1,
    name: place => `Cabinet dentaire ${place.municipality}`,
  },
  {
    kind: 'pharmacist-agency',
    inQuebec: 1,
    fewest: 1,
    name: () => 'Agence de placement de pharmaciens',
  },
  { kind: 'transplant-quebec', inQuebec: 1, fewest: 1, name: () => 'Transplant Québec (démonstration)' },
  { kind: 'lspq', inQuebec: 1, fewest: 1, name: () => 'Laboratoire de santé publique (démonstration)' },
  { kind: 'ctq', inQuebec: 1, fewest: 1, name: () => 'Centre de toxicologie (démonstration)' },
];

const populationOfQuebec = 8_300_000;

const ofPlace = (region: string): string => (/^[AEIOUÉ]/.test(region) ? `de l’${region}` : `de ${region}`);

const countAmong = ({ inQuebec, fewest }: (typeof counts)[number], people: number): number =>
  Math.max(fewest, Math.round((people / populationOfQuebec) * inQuebec));

/** How many organizations of a kind a territory of `people` inhabitants has, at Québec's proportions. */
export const organizationCount = (kind: OrganizationKind, people: number): number =>
  countAmong(counts.find(candidate => candidate.kind === kind)!, people);

/** The organizations of a territory of `people` inhabitants; a larger one keeps them and has more. */
export function createOrganizations(random: Random, people: number): DemoOrganization[] {
  return counts.flatMap(count => {
    const { kind, name } = count;
    const part = random.fork(kind);
    return Array.from({ length: countAmong(count, people) }, (_, index): DemoOrganization => {
      const place = places[index % places.length]!;
      const rank = Math.floor(index / places.length) + 1;
      const permit = String(part.int(10_000_000, 99_999_999));
      const sends = !(kind.startsWith('private') && index === 0);
      return { id: part.uuid(), kind, name: name(place, rank), permit, place, sends };
    });
  });
}

/** FHIR Organization, with its permit and its kind. */
export function toOrganization({ id, kind, name, permit, place }: DemoOrganization): Resource {
  return {
    resourceType: 'Organization',
    id,
    identifier: [{ system: `${base}/NamingSystem/permit`, value: permit }],
    active: true,
    type: [{ coding: [{ system: `${base}/CodeSystem/organization-kind`, code: kind }] }],
    name,
    address: [{ city: place.municipality, district: place.region, state: 'QC', country: 'CA' }],
  };
}

/** FHIR Location of an organization: where its services are given. */
export function toLocation(organization: DemoOrganization): Resource {
  return {
    resourceType: 'Location',
    id: organization.id,
    status: 'active',
    name: organization.name,
    managingOrganization: { reference: `Organization/${organization.id}`, display: organization.name },
    address: {
      ...{ city: organization.place.municipality, district: organization.place.region },
      ...{ state: 'QC', country: 'CA' },
    },
  };
}
