import type { Pool } from '@continuum/record-database';
import type { Gate, Origin } from '@continuum/record-gate';
import { findCredentials, type Person } from '@continuum/registries-credential';
import { displayUsager } from '@continuum/registries-patient';
import { practitionerOf } from '@continuum/registries-practitioner';
import type { Accounts } from '@continuum/services-account';
import type { Resource } from '@continuum/standards-fhir';
import { type Actor, platformActor } from '@continuum/trust-access';

const origin: Origin = { request: 'sign-in', address: 'local', channel: 'platform' };

const platform = (gate: Gate) => gate.open(platformActor, { of: 'HOPERAT' }, origin);

/** The person who works behind a user name: their credential names them, the register says as what they practise. */
export async function findPerson(gate: Gate, service: Pool, userName: string): Promise<Person | undefined> {
  const [credential] = await findCredentials(service, userName);
  const id = credential?.holder.replace(/^Practitioner\//, '');
  return id === undefined ? undefined : practitionerOf(platform(gate), id);
}

/** The person who works behind a Practitioner's id, as the register says. */
export const findPractitioner = (gate: Gate, id: string): Promise<Person | undefined> =>
  practitionerOf(platform(gate), id);

/** The usager behind a citizen's account. */
export async function findUsager(gate: Gate, id: string) {
  const outcome = await platform(gate).lookup('Patient', [['_id', id]]);
  const [entry] = outcome.outcome === 'found' ? outcome.entries : [];
  if (!entry) return undefined;
  const patient = JSON.parse(entry.body) as Resource;
  const { given, family } = displayUsager(patient);
  return { name: `${given} ${family}`, birthDate: patient.birthDate as string | undefined };
}

/**
 * Who signed in, as the registers say they are now: their profile and place, or those they act for; undefined when they
 * may not come in any more.
 */
export async function personNow(
  { gate, accounts }: { gate: Gate; accounts: Pick<Accounts, 'personOf'> },
  actor: Actor,
): Promise<Actor | undefined> {
  if (actor.kind === 'citizen') return accounts.personOf(actor.credential.id);
  const person = await practitionerOf(platform(gate), actor.id.replace(/^Practitioner\//, ''));
  if (!person) return undefined;
  const { organization: _, ...same } = actor;
  const { name, profile, organization } = person;
  return { ...same, name, profile, ...(organization && { organization }) };
}
