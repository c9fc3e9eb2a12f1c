import type { Gate } from '@continuum/record-gate';
import { functionSystem, providerSystem } from '@continuum/registries-practitioner';
import { type Actor, usualPurpose } from '@continuum/trust-access';

const origin = { request: 'r', address: '::1', channel: 'api' };
const hospital: Actor = {
  kind: 'system',
  id: 'Device/hopital',
  name: 'hopital',
  profile: 'hospital-system',
  source: { id: 'hopital', registersUsagers: true },
  credential: { kind: 'client-assertion', id: '1' },
};

const upsert = (resource: { resourceType: string; id: string } & Record<string, unknown>) => ({
  ...{ verb: 'upsert' as const, resource },
});

/** An organization of a kind, with one place of the same id; in a region, when it is said. */
export const organization = (id: string, kind: string, region?: string) => [
  upsert({
    ...{ resourceType: 'Organization', id, name: `Organisme ${id}`, active: true },
    type: [
      { coding: [{ system: 'https://continuum.health/fhir/CodeSystem/organization-kind', code: kind }] },
    ],
    ...(region && { address: [{ district: region }] }),
  }),
  upsert({
    ...{ resourceType: 'Location', id, name: `Lieu ${id}`, status: 'active' },
    managingOrganization: { reference: `Organization/${id}` },
  }),
];

interface Person {
  id: string;
  at: string;
  /** `scptype`: they are a member of its order, unless `lapsed`. */
  provider?: string;
  lapsed?: boolean;
  function?: string;
}

const coded = (system: string, code: string) => ({ coding: [{ system, code }] });

/** An intervenant and what they are at an organization. */
export const person = ({ id, at, provider, lapsed, function: of }: Person) => [
  upsert({
    ...{ resourceType: 'Practitioner', id, active: true, name: [{ text: `Personne ${id}` }] },
    ...(provider && {
      qualification: [
        {
          identifier: [{ system: 'urn:licence', value: '12345' }],
          code: coded(providerSystem, provider),
          period: { start: '2001-01-01', ...(lapsed && { end: '2020-01-01' }) },
        },
      ],
    }),
  }),
  upsert({
    ...{ resourceType: 'PractitionerRole', id, active: true },
    practitioner: { reference: `Practitioner/${id}` },
    organization: { reference: `Organization/${at}` },
    code: [
      ...(provider ? [coded(providerSystem, provider)] : []),
      ...(of ? [coded(functionSystem, of)] : []),
    ],
  }),
];

/** Writes registers as a hospital does. */
export async function register(gate: Gate, ...changes: ReturnType<typeof upsert>[][]): Promise<void> {
  const access = gate.open(hospital, usualPurpose(hospital.profile), origin);
  const { outcome } = await access.write(changes.flat());
  if (outcome !== 'written') throw new Error(`The registers were not written: ${outcome}.`);
}
