import { sessionKey, toAth } from '@continuum/registries-credential/testing';
import { type Actor, matrix, type Profile, type PurposeOfUse, purposes } from '@continuum/trust-access';
import { covers, type Refusal } from '@continuum/trust-consent';
import type { RealApplication } from '../testing/real-application.ts';
import { isUnowned, type Known, type Population, specialist, waitsFor } from './population.ts';

/** Somebody who asks for what they may not see. */
export interface Intruder {
  name: string;
  profile: Profile | 'unknown';
  /** Headers of one request: a proof serves once. */
  headers(method: string, path: string): Record<string, string>;
  /** Signs in again before what they hold ends: an access token lasts ten minutes, what is asked may take longer. */
  renew(): Promise<void>;
  /** What does not exist for them. */
  hides(known: Known, population: Population): boolean;
}

const isRefused = (known: Known, refusals: readonly Refusal[]): boolean =>
  !['identity', 'registry'].includes(known.domain) &&
  refusals.some(one => known.concerns.includes(one.usager) && covers(one, known.collected, new Date()));

/** A profession, and the systems that serve it. */
const readAs: Partial<Record<Profile, readonly Profile[]>> = {
  physician: ['physician', 'hospital-system', 'emr-system'],
  pharmacist: ['pharmacist', 'hospital-system', 'pharmacy-system'],
};

const isRestricted = (known: Known, { restrictions }: Population, profile: Profile): boolean =>
  !['identity', 'registry'].includes(known.domain) &&
  restrictions.some(({ usager, from }) => known.concerns.includes(usager) && readAs[from]?.includes(profile));

/** Beyond what a profile reads, refused or restricted by one of those whom it is about, or nobody's. */
const hiddenFrom =
  (profile: Profile) =>
  (known: Known, population: Population): boolean =>
    !matrix[profile].reads.includes(known.domain) ||
    isRefused(known, population.refusals) ||
    isRestricted(known, population, profile) ||
    (isUnowned(known) && !matrix[profile].readsUnowned);

const isSystem = (profile: Profile): boolean => /-(system|feed)$/.test(profile);

const renewedAfterMs = 4 * 60_000;

/** What a system holds: its token, and how it gets another one. */
async function held(
  at: RealApplication,
  system: Parameters<RealApplication['admit']>[0],
): Promise<Pick<Intruder, 'headers' | 'renew'>> {
  let authorization = await at.admit(system);
  let since = Date.now();
  return {
    headers: () => ({ authorization }),
    async renew() {
      if (Date.now() - since < renewedAfterMs) return;
      since = Date.now();
      authorization = await at.signIn(system.clientId, system.scope);
    },
  };
}

async function system(at: RealApplication, profile: Profile): Promise<Intruder> {
  const holds = await held(at, {
    ...{ clientId: `intruder-${profile}`, name: profile, profile },
    registersUsagers: profile === 'hospital-system',
  });
  return { name: profile, profile, ...holds, hides: hiddenFrom(profile) };
}

/** A system whose token is narrower than its profile: what it leaves out does not exist either. */
async function narrow(at: RealApplication): Promise<Intruder> {
  const clientId = 'intruder-narrow';
  const scope = 'system/Patient.rs system/Encounter.rs system/Observation.cruds?code=718-7';
  const holds = await held(at, { clientId, name: 'narrow', profile: 'hospital-system', scope });
  const codeOf = ({ resource }: Known): string | undefined =>
    (resource.code as { coding?: { code: string }[] } | undefined)?.coding?.[0]?.code;
  return {
    ...{ name: 'a hospital’s application with a narrow token', profile: 'hospital-system' },
    ...holds,
    hides(known, population) {
      const { resourceType } = known.resource;
      const given =
        ['Patient', 'Encounter'].includes(resourceType) ||
        (resourceType === 'Observation' && codeOf(known) === '718-7');
      return !given || hiddenFrom('hospital-system')(known, population);
    },
  };
}

/** A session that is used lasts longer than any siege. */
const lasting = async (): Promise<void> => undefined;

/** Somebody in front of a screen, whose session is open; `purpose`: what they say it is for. */
async function person(
  at: RealApplication,
  actor: Actor,
  hides: Intruder['hides'],
  purpose?: PurposeOfUse,
): Promise<Intruder> {
  const kind = actor.kind === 'citizen' ? 'citizen' : 'clinician';
  const key = sessionKey();
  const token = await at.rooms.sessions.open(kind, actor, { thumbprint: key.thumbprint });
  const origin = at.rooms.origins[0]!;
  return {
    ...{ name: actor.profile, profile: actor.profile, hides, renew: lasting },
    headers: (method, path) => ({
      ...{ cookie: `continuum_${kind}=${token}`, 'continuum-session': kind },
      dpop: key.prove(method, `${origin}${path}`, toAth(token)),
      ...(purpose && { 'purpose-of-use': purpose }),
    }),
  };
}

const practitioner = (at: RealApplication, profile: Profile): Promise<Intruder> =>
  person(
    at,
    {
      ...{ kind: 'practitioner', id: `Practitioner/${profile}`, name: profile, profile },
      credential: { kind: 'password', id: profile },
    },
    hiddenFrom(profile),
  );

const newFor = 14 * 86_400_000;

/** P-9.0001, the one exception: imaging of one person alone, of whom the specialist interprets a new exam. */
function isOpened({ resource, domain, concerns }: Known, { known: all }: Population): boolean {
  const [usager, ...others] = concerns;
  if (domain !== 'imaging' || others.length > 0) return false;
  if (!['ImagingStudy', 'DiagnosticReport'].includes(resource.resourceType)) return false;
  return all.some(exam => {
    const { interpreter = [] } = exam.resource as { interpreter?: { reference: string }[] };
    const age = Date.now() - (exam.collected?.getTime() ?? 0);
    const isNew = exam.resource.resourceType === 'ImagingStudy' && !exam.deleted && age >= 0 && age < newFor;
    const isTheirs = exam.concerns.length === 1 && exam.concerns[0] === usager;
    return isNew && isTheirs && interpreter.some(({ reference }) => reference === specialist);
  });
}

/** The specialist who interprets a new exam: what a refusal hides of it opens, and nothing else. */
const interpreting = (at: RealApplication): Promise<Intruder> =>
  person(
    at,
    {
      ...{ kind: 'practitioner', id: specialist, name: 'radiologist', profile: 'radiologist' },
      credential: { kind: 'password', id: 'radiologist' },
    },
    (known, population) =>
      !purposes.INTERPRET.reads.includes(known.domain) ||
      isUnowned(known) ||
      (isRefused(known, population.refusals) && !isOpened(known, population)),
    'INTERPRET',
  ).then(one => ({ ...one, name: interpretingName }));

/** Name of the specialist who says that it is to interpret an exam. */
export const interpretingName = 'a radiologist who interprets';

/** A usager, who reads their own record whatever they refuse, but for results that wait, and nobody else's. */
const citizen = (at: RealApplication): Promise<Intruder> =>
  person(
    at,
    {
      ...{ kind: 'citizen', id: 'Patient/open', name: 'open', profile: 'citizen', usagers: ['open'] },
      credential: { kind: 'password', id: 'open' },
    },
    (known, population) =>
      isUnowned(known) ||
      known.concerns.some(usager => usager !== 'open') ||
      waitsFor('open', known, population),
  );

const nobody: Intruder = {
  ...{ name: 'somebody unknown', profile: 'unknown', headers: () => ({}), renew: lasting },
  hides: ({ domain }) => domain !== 'registry',
};

/**
 * One of each profile of the access matrix, somebody unknown, a token that is narrower than its profile, and the specialist for
 * whom a refusal opens.
 */
export async function intruders(at: RealApplication): Promise<Intruder[]> {
  const all: Intruder[] = [nobody, await narrow(at), await citizen(at), await interpreting(at)];
  for (const profile of Object.keys(matrix) as Profile[])
    if (isSystem(profile)) all.push(await system(at, profile));
    else if (profile !== 'citizen' && profile !== 'platform') all.push(await practitioner(at, profile));
  return all;
}
