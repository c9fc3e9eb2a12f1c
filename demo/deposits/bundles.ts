import type { Resource } from '@continuum/standards-fhir';
import { createCalendar, patientUrl } from '../histories/calendar.ts';
import type { Event } from '../histories/event.ts';
import { toImaging } from '../histories/to-imaging.ts';
import { toLaboratory } from '../histories/to-laboratory.ts';
import { toMedication } from '../histories/to-medication.ts';
import { toSummary } from '../histories/to-summary.ts';
import { writeHistory } from '../histories/write-history.ts';
import type { DemoPerson } from '../population/person.ts';
import type { Random } from '../population/random.ts';
import { toClaim, toPatient } from '../population/to-patient.ts';
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

interface Named {
  url: string;
  resource: Resource;
}

/** A bundle stays below this, so that no single transaction is long. */
const largest = 150;

const put = (resource: Resource) => ({
  fullUrl: `urn:uuid:${resource.id}`,
  resource,
  request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
});

const transaction = (entry: unknown[]): Resource => ({ resourceType: 'Bundle', type: 'transaction', entry });

/** Organizations, places and practitioners, as the hospital's registers send them. */
export function registryDeposits({ organizations, practitioners }: Territory): DemoDeposit[] {
  const resources = [
    ...organizations.flatMap(organization => [toOrganization(organization), toLocation(organization)]),
    ...practitioners.flatMap(practitioner => [
      toPractitioner(practitioner),
      toPractitionerRole(practitioner),
    ]),
  ];
  return chunks(resources, largest).map((part, index) => ({
    client: 'hopital-demo',
    key: `demo/registry/${index}`,
    bundle: transaction(part.map(put)),
  }));
}

/** The register of usagers, from its feed. */
export function populationDeposits({ people }: Territory): DemoDeposit[] {
  return chunks(people, largest).map((part, index) => ({
    client: 'registre-demo',
    key: `demo/people/${index}`,
    bundle: transaction(part.map(person => put(toPatient(person)))),
  }));
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

const named = (resource: Resource, random: Random): Named => ({ url: `urn:uuid:${random.uuid()}`, resource });

/** What each source has of a person, in the order in which it happened. */
function bySource(
  events: Event[],
  person: DemoPerson,
  territory: Territory,
  today: Date,
): Map<string, Named[][]> {
  const calendar = createCalendar(today);
  const random = territory.random.fork(`${person.id}/resources`);
  const sources = new Map<string, Named[][]>();
  const add = (client: string, group: Named[]) =>
    sources.set(client, [...(sources.get(client) ?? []), group]);
  for (const event of events) {
    if (event.kind === 'treatment') {
      const resources = toMedication(event, person, territory, calendar).map(resource =>
        named(resource, random),
      );
      for (const part of chunks(resources, largest)) add('pharmacie-demo', part);
    } else if (event.kind === 'panel')
      add('labo-demo', toLaboratory(event, person, territory, calendar, random));
    else if (event.kind === 'exam')
      add('imagerie-demo', [named(toImaging(event, person, territory, calendar), random)]);
    else add('hopital-demo', [named(toSummary(event, calendar), random)]);
  }
  return sources;
}

/** Groups put together up to a bundle's size; a group (a report and its results) is never parted. */
function packed(groups: Named[][]): Named[][] {
  const bundles: Named[][] = [];
  for (const group of groups) {
    const last = bundles.at(-1);
    if (last && last.length + group.length <= largest) last.push(...group);
    else bundles.push([...group]);
  }
  return bundles;
}

const clinicalBundle = (person: DemoPerson, resources: Named[]): Resource =>
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

/** Ten years of one person, each source its own bundles. */
export function personDeposits(person: DemoPerson, territory: Territory, today: Date): DemoDeposit[] {
  const events = writeHistory(person, today, territory.random.fork(`${person.id}/history`));
  return [...bySource(events, person, territory, today)].flatMap(([client, groups]) =>
    packed(groups).map((resources, index) => ({
      client,
      key: `demo/${person.id}/${client}/${index}`,
      bundle: clinicalBundle(person, resources),
    })),
  );
}
