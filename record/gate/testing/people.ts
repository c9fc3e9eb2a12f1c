import { type Actor, type Profile, unknownActor } from '@continuum/trust-access';

/** A source system, with its token's scopes when they limit it. */
export const system = (id: string, profile: Profile, scopes?: string[]): Actor => ({
  kind: 'system',
  id: `Device/${id}`,
  name: id,
  profile,
  organization: { id: 'org', name: 'Organisme' },
  source: { id, registersUsagers: /^(hospital-system|patient-registry-feed)$/.test(profile) },
  ...(scopes ? { scopes } : {}),
  credential: { kind: 'client-assertion', id },
});

const practitioner = (id: string, profile: Profile): Actor => ({
  kind: 'practitioner',
  id: `Practitioner/${id}`,
  name: id,
  profile,
  credential: { kind: 'key', id },
});

const citizen = (id: string, usagers: string[]): Actor => ({
  kind: 'citizen',
  id: `Patient/${id}`,
  name: id,
  profile: 'citizen',
  usagers,
  credential: { kind: 'password', id },
});

/** Who may knock in a test, by name. `owner` is the usager `u1`, `neighbour` is `u2`. */
export const cast: Record<string, Actor> = {
  unknown: unknownActor,
  hospital: system('hopital-demo', 'hospital-system'),
  registry: system('registre-demo', 'patient-registry-feed'),
  laboratory: system('labo-demo', 'laboratory-system'),
  'other-laboratory': system('labo-autre', 'laboratory-system'),
  pharmacy: system('pharmacie-demo', 'pharmacy-system'),
  physician: practitioner('medecin', 'physician'),
  pharmacist: practitioner('pharmacien', 'pharmacist'),
  nurse: practitioner('infirmiere', 'nurse'),
  archivist: practitioner('archiviste', 'archivist'),
  operations: practitioner('pilote', 'operations'),
  manager: practitioner('gaa', 'access-manager'),
  owner: citizen('u1', ['u1']),
  neighbour: citizen('u2', ['u2']),
};
