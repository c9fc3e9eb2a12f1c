import type { Access } from '@continuum/record-gate';
import type { Reference, Resource } from '@continuum/standards-fhir';
import { type Identity, toIdentity } from '@continuum/trust-access';
import type { DayHistory } from './day-counts.ts';
import { type ActorFacts, type Facts, linkKey } from './rules/facts.ts';
import type { ActorDay } from './rules/observation.ts';

const chunk = 200;

/** Resources of a search with many values, some at a time; the answers stay in the process (`Access.lookup`). */
async function lookUp(
  access: Access,
  type: string,
  parameter: string,
  values: readonly string[],
  more: [string, string][] = [],
): Promise<Resource[]> {
  const found: Resource[] = [];
  const distinct = [...new Set(values)];
  for (let at = 0; at < distinct.length; at += chunk) {
    const some = distinct.slice(at, at + chunk).join(',');
    const outcome = await access.lookup(type, [[parameter, some], ['_count', '1000'], ...more]);
    if (outcome.outcome !== 'found')
      throw new Error(`surveillance: ${type} could not be looked up: ${outcome.outcome}`);
    found.push(...outcome.entries.map(({ body }) => JSON.parse(body) as Resource));
  }
  return found;
}

const idOf = (reference: unknown, type: string): string | undefined =>
  (reference as Reference | undefined)?.reference?.replace(`${type}/`, '');

const escaped = (text: string): string => text.replace(/[\\,|$]/g, character => `\\${character}`);

interface Register {
  people: Map<string, Identity>;
  roles: Resource[];
}

function toRegister(resources: readonly Resource[]): Register {
  const people = new Map<string, Identity>();
  for (const resource of resources) {
    const identity = resource.resourceType === 'Practitioner' && toIdentity(resource);
    if (identity) people.set(`Practitioner/${resource.id}`, identity);
  }
  return { people, roles: resources.filter(({ resourceType }) => resourceType === 'PractitionerRole') };
}

const withRoles: [string, string][] = [['_revinclude', 'PractitionerRole:practitioner']];

/** Who works where, of those who have the family name of one of the usagers: a colleague has one. */
function staffOf({ people, roles }: Register): Facts['staff'] {
  const staff = new Map<string, Map<string, Identity & { reference: string }>>();
  for (const role of roles) {
    const organization = idOf(role.organization, 'Organization');
    const reference = (role.practitioner as Reference | undefined)?.reference;
    const identity = reference && people.get(reference);
    if (!organization || !identity || role.active === false) continue;
    const there = staff.get(organization) ?? new Map();
    staff.set(organization, there.set(reference, { ...identity, reference }));
  }
  return new Map([...staff].map(([organization, there]) => [organization, [...there.values()]]));
}

/** Organizations where every role of the person has ended, and the last day of the last one. */
function endedOf({ roles }: Register, actor: string): ActorFacts['ended'] {
  const own = roles.filter(role => (role.practitioner as Reference | undefined)?.reference === actor);
  const byPlace = Map.groupBy(own, role => idOf(role.organization, 'Organization') ?? '');
  return [...byPlace].flatMap(([organization, there]) => {
    const ends = there.map(role => (role.period as { end?: string } | undefined)?.end?.slice(0, 10));
    return ends.every(end => end !== undefined) ? [{ organization, last: ends.toSorted().at(-1)! }] : [];
  });
}

const pairsOf = (days: readonly ActorDay[]) => {
  const pairs = new Map<string, { actor: string; organization: string | undefined; usager: string }>();
  for (const { actor, observations } of days)
    for (const { look, clinical, usager, organization } of observations)
      if (look && clinical && usager !== undefined)
        pairs.set(linkKey(actor.reference, organization, usager), {
          ...{ actor: actor.reference, organization, usager },
        });
  return pairs;
};

const dayMs = 86_400_000;

async function careLinksOf(
  access: Access,
  pairs: ReturnType<typeof pairsOf>,
  since: Date,
): Promise<Set<string>> {
  const keys = [...pairs.keys()];
  const linked = new Set<string>();
  for (let at = 0; at < keys.length; at += chunk) {
    const some = keys.slice(at, at + chunk);
    const answer = await access.watching.careLinks(
      some.map(key => pairs.get(key)!),
      since,
    );
    if (answer.outcome === 'denied') throw new Error('surveillance: evidence of care may not be asked for');
    for (const [index, key] of some.entries()) if (answer.linked[index]) linked.add(key);
  }
  return linked;
}

export interface GatherDeps {
  access: Access;
  history: DayHistory;
  /** Usagers among these whose records are watched more closely. */
  watchedAmong(usagers: readonly string[]): Promise<ReadonlySet<string>>;
  /** Days in which evidence of care is sought. */
  careDays: number;
}

/** What rules need of the people of some days, in bulk: from the registers and the record, through the gate. */
export async function gatherFacts(deps: GatherDeps, days: readonly ActorDay[]): Promise<Facts> {
  const { access, history, careDays } = deps;
  const pairs = pairsOf(days);
  const usagerIds = [...new Set([...pairs.values()].map(({ usager }) => usager))];
  const actorIds = [...new Set(days.map(({ actor }) => actor.reference.replace('Practitioner/', '')))];
  const first = days.map(({ day }) => day).toSorted()[0] ?? '1970-01-01';
  const since = new Date(Date.parse(first) - careDays * dayMs);
  const patients = await lookUp(access, 'Patient', '_id', usagerIds);
  const usagers = new Map(
    patients.flatMap(patient => {
      const identity = toIdentity(patient);
      return identity && patient.id ? [[patient.id, identity] as const] : [];
    }),
  );
  const families = [...usagers.values()].map(({ family }) => escaped(family));
  const [own, namesakes, careLinks] = await Promise.all([
    lookUp(access, 'Practitioner', '_id', actorIds, withRoles).then(toRegister),
    lookUp(access, 'Practitioner', 'family', families, withRoles).then(toRegister),
    careLinksOf(access, pairs, since),
  ]);
  // One after the other: they may be of one transaction.
  const watched = await deps.watchedAmong(usagerIds);
  const numbers = await history.of(days);
  const actors = new Map(
    days.map(({ actor: { reference } }) => [
      reference,
      {
        ...(own.people.has(reference) && { identity: own.people.get(reference)! }),
        history: numbers.history.get(reference) ?? [],
        ended: endedOf(own, reference),
      },
    ]),
  );
  return { actors, usagers, staff: staffOf(namesakes), careLinks, watched, peers: numbers.peers };
}
