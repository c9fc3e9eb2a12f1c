import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from '@continuum/record-database';
import type { Gate } from '@continuum/record-gate';
import { setRefusal } from '@continuum/registries-consent';
import type { DemonstrationKeys } from '@continuum/registries-credential';
import type { Partners } from '@continuum/registries-partner';
import type { Accounts } from '@continuum/services-account';
import type { Actor } from '@continuum/trust-access';
import { personDeposits, populationDeposits, registryDeposits } from './deposits/bundles.ts';
import { type Destination, depositAll } from './deposits/load.ts';
import { createCalendar } from './histories/calendar.ts';
import { citizenIdentities, enrolCitizens } from './identities/citizens.ts';
import { enrolClients } from './identities/clients.ts';
import type { DemoIdentity } from './identities/identity.ts';
import { enrolStaff, staffIdentities } from './identities/staff.ts';
import { demoState, markLoaded } from './state.ts';
import { createTerritory, type Territory } from './territory/territory.ts';

export interface DemonstrationDeps {
  service: Pool;
  gate: Gate;
  intake: Destination['intake'];
  partners: Partners;
  accounts: Accounts;
  keys: DemonstrationKeys;
  /** `CONTINUUM_DATA`. */
  data: string;
  people: number;
  /** Called as people are written. */
  progress(done: number, of: number): void;
}

/** Refusals of the cast, set as the persons themselves would. */
async function setRefusals({ gate }: DemonstrationDeps, { people }: Territory, today: Date): Promise<void> {
  const terms = { 'refus-demo': {}, 'refus-partiel-demo': { before: createCalendar(today).on(730) } };
  for (const [role, refusal] of Object.entries(terms)) {
    const person = people.find(candidate => candidate.role === role)!;
    const actor: Actor = {
      kind: 'citizen',
      id: `Patient/${person.id}`,
      name: `${person.givenName} ${person.familyName}`,
      profile: 'citizen',
      usagers: [person.id],
      credential: { kind: 'password', id: role },
    };
    const origin = { request: `demo-${role}`, address: '127.0.0.1', channel: 'demo' };
    const outcome = await setRefusal(
      gate.open(actor, { of: 'PATRQT' }, origin),
      person.id,
      refusal,
      new Date(),
    );
    if (!/registered|already/.test(outcome.outcome))
      throw new Error(`${role}: the refusal could not be set.`);
  }
}

async function writeHistories(
  deps: DemonstrationDeps,
  destination: Destination,
  territory: Territory,
  today: Date,
): Promise<void> {
  const batch = 25;
  for (let first = 0; first < territory.people.length; first += batch) {
    const people = territory.people.slice(first, first + batch);
    await depositAll(
      destination,
      people.flatMap(person => personDeposits(person, territory, today)),
    );
    deps.progress(Math.min(first + batch, territory.people.length), territory.people.length);
  }
}

async function writeIdentities(data: string, identities: readonly DemoIdentity[]): Promise<void> {
  const folder = join(data, 'demo');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, 'identities.json'), `${JSON.stringify(identities, null, 2)}\n`, {
    mode: 0o600,
  });
}

/**
 * Makes the demonstration what it should be: its systems, its people and their identities at each start, its
 * records on first run, or where an interrupted first run left them.
 * @returns the identities, for `/demo` and the terminal
 */
export async function loadDemonstration(deps: DemonstrationDeps): Promise<DemoIdentity[]> {
  const state = await demoState(deps.service, deps.people, new Date());
  const territory = createTerritory(state.people);
  const destination: Destination = {
    intake: deps.intake,
    partners: await enrolClients(deps.partners, deps.data, territory),
  };
  if (!state.loaded) {
    await depositAll(destination, registryDeposits(territory));
    await depositAll(destination, populationDeposits(territory));
    await enrolCitizens(deps.accounts, territory);
    await writeHistories(deps, destination, territory, state.today);
    await setRefusals(deps, territory, state.today);
    await markLoaded(deps.service);
  }
  await enrolStaff(deps.keys, territory);
  const identities = [...staffIdentities(territory), ...citizenIdentities(territory)];
  await writeIdentities(deps.data, identities);
  return identities;
}
