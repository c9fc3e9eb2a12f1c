import { inForceOf } from '@continuum/governance-authorization';
import type { Database, Pool } from '@continuum/record-database';
import type { Gate, Origin } from '@continuum/record-gate';
import { findCredentials, type Person, type Place } from '@continuum/registries-credential';
import { displayUsager } from '@continuum/registries-patient';
import { standingOf } from '@continuum/registries-practitioner';
import type { Accounts } from '@continuum/services-account';
import type { Resource } from '@continuum/standards-fhir';
import { type Actor, platformActor } from '@continuum/trust-access';

const origin: Origin = { request: 'sign-in', address: 'local', channel: 'platform' };

const platform = (gate: Gate) => gate.open(platformActor, { of: 'HOPERAT' }, origin);

/** Somebody who is active in the register of intervenants: their name, and no profile yet. */
async function registered(gate: Gate, id: string): Promise<Person | undefined> {
  const standing = await standingOf(platform(gate), id, new Date().toISOString().slice(0, 10));
  return standing?.active ? { id, name: standing.name, profile: 'none' } : undefined;
}

/**
 * The person who works behind a Practitioner's id: the register says who they are, the access authorization that is in
 * force as what they come in, and where. Without one they have no profile: they see what is their own, and nothing else.
 */
export async function findPractitioner(
  gate: Gate,
  service: Pool,
  id: string,
  chosen?: string,
): Promise<Person | undefined> {
  const [person, authorizations] = await Promise.all([
    registered(gate, id),
    inForceOf(service, id, new Date()),
  ]);
  const authorization = authorizations.find(one => one.id === chosen) ?? authorizations[0];
  if (!person || !authorization) return person;
  const { profile, organization } = authorization;
  return { ...person, profile: profile as Person['profile'], organization, authorization: authorization.id };
}

/** The accesses in force of a person, the newest first. */
export async function placesOf(service: Pool, id: string): Promise<Place[]> {
  const authorizations = await inForceOf(service, id, new Date());
  return authorizations.map(({ id: authorization, profile, organization }) => ({
    ...{ authorization, organization, profile: profile as Place['profile'] },
  }));
}

/** The person who works behind a user name: their credential names them. */
export async function findPerson(gate: Gate, service: Pool, userName: string): Promise<Person | undefined> {
  const [credential] = await findCredentials(service, userName);
  const id = credential?.holder.replace(/^Practitioner\//, '');
  return id === undefined ? undefined : findPractitioner(gate, service, id);
}

/** The Patient of a usager, as the register has it. */
async function patientOf(gate: Gate, id: string): Promise<Resource | undefined> {
  const outcome = await platform(gate).lookup('Patient', [['_id', id]]);
  const [entry] = outcome.outcome === 'found' ? outcome.entries : [];
  return entry && (JSON.parse(entry.body) as Resource);
}

/** The e-mail of a usager, as the register has it. */
export async function emailOf(gate: Gate, id: string): Promise<string | undefined> {
  const telecom = ((await patientOf(gate, id))?.telecom ?? []) as { system?: string; value?: string }[];
  return telecom.find(({ system, value }) => system === 'email' && value)?.value;
}

/** The usager behind a citizen's account. */
export async function findUsager(gate: Gate, id: string) {
  const patient = await patientOf(gate, id);
  if (!patient) return undefined;
  const { given, family } = displayUsager(patient);
  return { name: `${given} ${family}`, birthDate: patient.birthDate as string | undefined };
}

/**
 * Who signed in, as the registers say they are now: their profile and place, or those they act for; undefined when they
 * may not come in any more.
 */
export async function personNow(
  {
    gate,
    accounts,
    database,
  }: { gate: Gate; accounts: Pick<Accounts, 'personOf'>; database: Pick<Database, 'service'> },
  actor: Actor,
): Promise<Actor | undefined> {
  if (actor.kind === 'citizen') return accounts.personOf(actor.credential.id);
  if (actor.remote?.at === 'undeclared') return undefined;
  const id = actor.id.replace(/^Practitioner\//, '');
  const person = await findPractitioner(gate, database.service, id, actor.authorization);
  // No application acts for somebody who has no profile.
  if (!person?.authorization) return undefined;
  const { organization: _, ...same } = actor;
  const { name, profile, organization, authorization } = person;
  return { ...same, name, profile, authorization, ...(organization && { organization }) };
}
