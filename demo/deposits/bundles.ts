import type { Resource } from '@continuum/standards-fhir';
import type { Event } from '../histories/event.ts';
import { writeHistory } from '../histories/write-history.ts';
import type { DemoPerson } from '../population/person.ts';
import { toClaim, toPatient } from '../population/to-patient.ts';
import { type Chart, openChart, patientUrl } from '../resources/chart.ts';
import { type Named, named } from '../resources/laboratory-report.ts';
import { toCulture } from '../resources/to-culture.ts';
import { toImaging } from '../resources/to-imaging.ts';
import { toLaboratory } from '../resources/to-laboratory.ts';
import { toMedication } from '../resources/to-medication.ts';
import { toSummary } from '../resources/to-summary.ts';
import { toLocation, toOrganization } from '../territory/organization.ts';
import { toPractitioner, toPractitionerRole } from '../territory/practitioner.ts';
import type { Territory } from '../territory/territory.ts';

/** What one source deposits at once. `key` makes a second load a replay. */
export interface DemoDeposit {
  /** Client of the demonstration: `labo-demo`. */
  client: string;
  key: string;
  bundle: Resource;
}

/** A bundle stays below this, so that no single transaction is long. */
const largest = 150;

/** An entry that puts a resource under its own id. */
export const put = (resource: Resource) => ({
  resource,
  request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
});

/** Entries as one transaction. */
export const transaction = (entry: unknown[]): Resource => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry,
});

/**
 * Organizations, places and practitioners, as the hospital's registers send them.
 * @param before what was sent already, of a smaller territory
 */
export function registryDeposits(territory: Territory, before?: Territory): DemoDeposit[] {
  const sent = new Set(
    [...(before?.organizations ?? []), ...(before?.practitioners ?? [])].map(({ id }) => id),
  );
  const organizations = territory.organizations.filter(({ id }) => !sent.has(id));
  const practitioners = territory.practitioners.filter(({ id }) => !sent.has(id));
  const resources = [
    ...organizations.flatMap(organization => [toOrganization(organization), toLocation(organization)]),
    ...practitioners.flatMap(practitioner => [
      toPractitioner(practitioner),
      toPractitionerRole(practitioner),
    ]),
  ];
  return chunks(resources, largest).map((part, index) => ({
    client: 'hopital-demo',
    key: `demo/registry/${before?.people.length ?? 0}-${territory.people.length}/${index}`,
    bundle: transaction(part.map(put)),
  }));
}

/** The registers once more, for a territory that was loaded before they said orders, functions and every kind of place. */
export const standingDeposits = (territory: Territory): DemoDeposit[] =>
  registryDeposits(territory).map(({ key, ...deposit }) => ({
    ...deposit,
    key: key.replace('registry', 'standing'),
  }));

/** How many usagers the feed of the register sends at once. */
const registeredAtOnce = 50;

/**
 * The register of usagers, from its feed.
 * @param from people who are there already, and are not sent again
 */
export function populationDeposits({ people }: Territory, from = 0): DemoDeposit[] {
  const starts = Array.from(
    { length: Math.ceil(people.length / registeredAtOnce) },
    (_, index) => index * registeredAtOnce,
  );
  return starts
    .map(start => ({
      start: Math.max(start, from),
      part: people.slice(Math.max(start, from), start + registeredAtOnce),
    }))
    .filter(({ part }) => part.length > 0)
    .map(({ start, part }) => ({
      client: 'registre-demo',
      key: `demo/people/${start}-${start + part.length}`,
      bundle: transaction(part.map(person => put(toPatient(person)))),
    }));
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** What each kind of event becomes, and who sends it. A group (a report and its results) is never parted. */
function groupsOf(event: Event, chart: Chart): [client: string, groups: Named[][]] {
  const one = (resource: Resource) => [named(resource, chart)];
  switch (event.kind) {
    case 'treatment':
      return ['pharmacie-demo', toMedication(event, chart).map(one)];
    case 'panel':
      return ['labo-demo', [toLaboratory(event, chart)]];
    case 'culture':
      return ['labo-demo', [toCulture(event, chart)]];
    case 'exam':
      return ['imagerie-demo', [one(toImaging(event, chart))]];
    default:
      return ['hopital-demo', [one(toSummary(event, chart))]];
  }
}

/** What each source has of a person, in the order in which it happened. */
function bySource(events: readonly Event[], chart: Chart): Map<string, Named[][]> {
  const sources = new Map<string, Named[][]>();
  for (const event of events) {
    const [client, groups] = groupsOf(event, chart);
    const known = sources.get(client);
    if (known) known.push(...groups);
    else sources.set(client, groups);
  }
  return sources;
}

/** Groups put together up to a bundle's size. */
function packed(groups: readonly Named[][]): Named[][] {
  const bundles: Named[][] = [];
  for (const group of groups) {
    const last = bundles.at(-1);
    if (last && last.length + group.length <= largest) last.push(...group);
    else bundles.push([...group]);
  }
  return bundles;
}

/** What a source has of a person, whom it describes. */
export const clinicalBundle = (person: DemoPerson, resources: Named[]): Resource =>
  transaction([
    {
      fullUrl: patientUrl,
      resource: toClaim(person),
      request: { method: 'POST', url: 'Patient', ifNoneExist: `identifier=${person.nam}` },
    },
    ...resources.map(({ url, resource }) => ({
      fullUrl: url,
      resource,
      request: { method: 'POST', url: resource.resourceType },
    })),
  ]);

/** What happened to a person in ten years, and the chart that their sources write it in. */
export function historyOf(
  person: DemoPerson,
  territory: Territory,
  today: Date,
): { events: Event[]; chart: Chart } {
  const events = writeHistory(person, today, territory.random.fork(`${person.id}/history`));
  return { events, chart: openChart(person, territory, today) };
}

/** Ten years of one person, each source its own bundles. */
export function personDeposits(person: DemoPerson, territory: Territory, today: Date): DemoDeposit[] {
  const { events, chart } = historyOf(person, territory, today);
  return [...bySource(events, chart)].flatMap(([client, groups]) =>
    packed(groups).map((resources, index) => ({
      client,
      key: `demo/${person.id}/${client}/${index}`,
      bundle: clinicalBundle(person, resources),
    })),
  );
}
