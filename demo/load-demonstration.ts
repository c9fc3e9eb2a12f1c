import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from '@continuum/record-database';
import type { Gate } from '@continuum/record-gate';
import type { DemonstrationKeys } from '@continuum/registries-credential';
import type { Gaps } from '@continuum/registries-organization';
import type { Partners } from '@continuum/registries-partner';
import type { Accounts } from '@continuum/services-account';
import {
  personDeposits,
  populationDeposits,
  registryDeposits,
  standingDeposits,
} from './deposits/bundles.ts';
import { interpretationDeposits } from './deposits/interpretation.ts';
import { type Destination, deposit, depositAll, forEachOf } from './deposits/load.ts';
import { newcomerDeposits } from './deposits/newcomers.ts';
import { paced } from './deposits/paced.ts';
import { type AccessWorkflow, enrolOffices, establishCast } from './identities/access.ts';
import { citizenIdentities, enrolCitizens } from './identities/citizens.ts';
import { enrolClients } from './identities/clients.ts';
import type { DemoIdentity } from './identities/identity.ts';
import { setRefusals } from './identities/refusals.ts';
import { chooseReleases } from './identities/release-choices.ts';
import { enrolStaff, staffIdentities } from './identities/staff.ts';
import { loadPictures, type StorePictures } from './pictures/load-pictures.ts';
import { type DemoState, demoState, markAccess, markComplete, markPictures, markStanding } from './state.ts';
import { recordGaps } from './territory/gaps.ts';
import { createTerritory, type Territory } from './territory/territory.ts';

export interface DemonstrationDeps {
  service: Pool;
  gate: Gate;
  intake: Destination['intake'];
  partners: Partners;
  accounts: Accounts;
  gaps: Gaps;
  keys: DemonstrationKeys;
  access: AccessWorkflow;
  /** `CONTINUUM_DATA`. */
  data: string;
  people: number;
  /** Absent when no imaging archive is connected: the pictures are then loaded at a later start. */
  storePictures?: StorePictures;
  /** Called as usagers are registered, then as people and pictures are written, about every two seconds. */
  progress(what: 'registrations' | 'people' | 'pictures', done: number, of: number): void;
}

type Loading = DemonstrationDeps & { destination: Destination; territory: Territory; state: DemoState };

async function writeHistories({ destination, territory, state, progress }: Loading): Promise<void> {
  const tell = paced((done, of) => progress('people', done, of));
  let done = state.complete;
  tell(done, state.people);
  await forEachOf(territory.people.slice(state.complete), async person => {
    await depositAll(destination, personDeposits(person, territory, state.today));
    tell(++done, state.people);
  });
}

/** The feed of the register, a part at a time. */
async function registerPeople({ destination, territory, state, progress }: Loading): Promise<void> {
  const tell = paced((done, of) => progress('registrations', done, of));
  const parts = populationDeposits(territory, state.complete);
  const newcomers = state.people - state.complete;
  for (const [index, part] of parts.entries()) {
    tell(state.complete + Math.floor((index / parts.length) * newcomers), state.people);
    await deposit(destination, part);
  }
}

/** Records, from where an earlier load stopped: what was deposited before is a replay, and written once. */
async function loadRecords(loading: Loading): Promise<void> {
  const { destination, territory, state } = loading;
  const before = state.complete > 0 ? createTerritory(state.complete) : undefined;
  await depositAll(destination, registryDeposits(territory, before));
  await registerPeople(loading);
  if (!before) await enrolCitizens(loading.accounts, territory);
  await writeHistories(loading);
  if (!before) await setRefusals(loading.gate, territory, state.today);
  if (!before) await chooseReleases(loading.gate, territory);
  await markComplete(loading.service, state.people);
}

async function completeRegisters({ destination, territory, state, service }: Loading): Promise<void> {
  if (state.standing) return;
  await depositAll(destination, standingDeposits(territory));
  await markStanding(service);
}

async function giveOffices({ access, territory, state, service }: Loading): Promise<void> {
  if (state.access) return;
  await enrolOffices(access, territory, new Date());
  await markAccess(service);
}

async function loadMissingPictures({ storePictures, progress, ...loading }: Loading): Promise<void> {
  if (loading.state.pictures || !storePictures) return;
  const tell = paced((done, of) => progress('pictures', done, of));
  if (await loadPictures({ ...loading, storePictures, tell })) await markPictures(loading.service);
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
 * records on first run, or where an interrupted first run left them; its pictures once there is an archive.
 * @returns the identities, for `/demo` and the terminal
 */
export async function loadDemonstration(deps: DemonstrationDeps): Promise<DemoIdentity[]> {
  const state = await demoState(deps.service, deps.people, new Date());
  const territory = createTerritory(state.people);
  const partners = await enrolClients(deps.partners, deps.data, territory);
  const loading = { ...deps, destination: { intake: deps.intake, partners }, territory, state };
  if (state.complete < state.people) await loadRecords(loading);
  await completeRegisters(loading);
  await recordGaps(deps.gaps, deps.service, territory);
  // At each start, also of a territory that was loaded before there was a radiologist: a replay writes nothing.
  await depositAll(loading.destination, interpretationDeposits(territory, state.today));
  await depositAll(loading.destination, newcomerDeposits(territory));
  await loadMissingPictures(loading);
  await enrolStaff(deps.keys, territory);
  await establishCast(deps.access, territory);
  await giveOffices(loading);
  const identities = [...staffIdentities(territory), ...citizenIdentities(territory)];
  await writeIdentities(deps.data, identities);
  return identities;
}
