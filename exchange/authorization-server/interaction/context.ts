import type { Gate, Origin } from '@continuum/record-gate';
import type { SignedIn, Throttle } from '@continuum/registries-credential';
import { displayUsager } from '@continuum/registries-patient';
import type { Resource } from '@continuum/standards-fhir';
import { namSystem, parseNam } from '@continuum/standards-nam';
import { usualPurpose } from '@continuum/trust-access';
import type { Launches } from '../launches.ts';
import { needsPatient } from '../requested-scopes.ts';
import type { Asked, Seal } from './request.ts';

/** A usager as the page names them. */
export interface Named {
  id: string;
  name: string;
  birthDate?: string;
}

/** Whose record the application would open. */
export type Context =
  | { state: 'ready'; usager?: Named; encounter?: string; banner: boolean }
  /** A citizen chooses among those whom they may open. */
  | { state: 'choose'; among: Named[] }
  /** A clinician looks the person up. */
  | { state: 'search'; problem?: 'notFound' | 'badNam' | 'tooMany' }
  | { state: 'refused' };

export interface ContextDeps {
  gate: Gate;
  launches: Launches;
  seal: Seal;
  /** Counts the look-ups of a person, on every process together. */
  lookups: Pick<Throttle, 'take'>;
}

/** What the page sent of whom it is about. */
export interface Picked {
  patient?: unknown;
  /** That this page showed that person to that session. */
  proof?: unknown;
  nam?: unknown;
}

const accessOf = (gate: Gate, { actor }: SignedIn, origin: Origin) =>
  gate.open(actor, usualPurpose(actor.profile), origin);

function toNamed(body: string): Named {
  const { id, given, family, birthDate } = displayUsager(JSON.parse(body) as Resource);
  return { id, name: `${given} ${family}`.trim(), ...(birthDate && { birthDate }) };
}

/** Names a usager to who is signed in: read, and journalled, as theirs. */
async function named(
  { gate }: ContextDeps,
  person: SignedIn,
  origin: Origin,
  id: string,
): Promise<Named | undefined> {
  const { usagers } = person.actor;
  if (person.kind === 'citizen' && !usagers?.includes(id)) return undefined;
  const read = await accessOf(gate, person, origin).read('Patient', id);
  return read.outcome === 'found' ? toNamed(read.stored.body) : undefined;
}

async function fromLaunch(
  deps: ContextDeps,
  asked: Asked,
  handle: string,
  person: SignedIn,
  origin: Origin,
): Promise<Context> {
  const launch = await deps.launches.take(handle, asked.client, asked.uid);
  if (!launch || (launch.holder !== undefined && launch.holder !== person.actor.id))
    return { state: 'refused' };
  const usager = await named(deps, person, origin, launch.patient);
  if (!usager) return { state: 'refused' };
  const { encounter, banner } = launch;
  return { state: 'ready', usager, banner, ...(encounter !== undefined && { encounter }) };
}

async function amongOwn(
  deps: ContextDeps,
  person: SignedIn,
  origin: Origin,
  picked: unknown,
): Promise<Context> {
  const { usagers = [] } = person.actor;
  const wanted = usagers.length === 1 ? usagers : usagers.filter(id => id === picked);
  const [only] = await Promise.all(wanted.map(id => named(deps, person, origin, id)));
  if (only) return { state: 'ready', usager: only, banner: true };
  const all = await Promise.all(usagers.map(id => named(deps, person, origin, id)));
  return { state: 'choose', among: all.filter(one => one !== undefined) };
}

/** A NAM is looked up for somebody who is there: whoever looks up many of them is trying them out. */
async function mayLookUp(
  { gate, lookups }: ContextDeps,
  { actor }: SignedIn,
  origin: Origin,
): Promise<boolean> {
  const turn = await lookups.take(`look-up|${actor.id}`);
  if (!turn.permitted && turn.first)
    await gate.attempt({ action: 'attempt', outcome: 'denied', actor, origin, why: 'too-many-lookups' });
  return turn.permitted;
}

/** By the NAM, through the gate: what a refusal leaves of a person is who they are. */
async function byNam(deps: ContextDeps, person: SignedIn, origin: Origin, text: string): Promise<Context> {
  const nam = parseNam(text);
  if (!nam.valid) return { state: 'search', problem: 'badNam' };
  if (!(await mayLookUp(deps, person, origin))) return { state: 'search', problem: 'tooMany' };
  const parameters: [string, string][] = [['identifier', `${namSystem}|${nam.nam.value}`]];
  const found = await accessOf(deps.gate, person, origin).search('Patient', parameters);
  const [first, ...more] = found.outcome === 'found' ? found.entries : [];
  if (!first || more.length > 0) return { state: 'search', problem: 'notFound' };
  return { state: 'ready', usager: toNamed(first.body), banner: true };
}

async function searched(
  deps: ContextDeps,
  asked: Asked,
  person: SignedIn,
  origin: Origin,
  { patient, proof, nam }: Picked,
): Promise<Context> {
  const shown = typeof patient === 'string' && deps.seal.isSealed(proof, asked.uid, person.session, patient);
  const usager = shown ? await named(deps, person, origin, patient) : undefined;
  if (usager) return { state: 'ready', usager, banner: true };
  return typeof nam === 'string' ? byNam(deps, person, origin, nam) : { state: 'search' };
}

/**
 * Whose record it is about: said by the launch, chosen by a citizen among their own, or looked up by a clinician who
 * has the person before them (SMART App Launch 2.2, `launch/patient`).
 */
export async function contextOf(
  deps: ContextDeps,
  asked: Asked,
  person: SignedIn,
  origin: Origin,
  picked: Picked,
): Promise<Context> {
  if (!needsPatient(asked.scopes)) return { state: 'ready', banner: true };
  if (asked.launch !== undefined) return fromLaunch(deps, asked, asked.launch, person, origin);
  return person.kind === 'citizen'
    ? amongOwn(deps, person, origin, picked.patient)
    : searched(deps, asked, person, origin, picked);
}
