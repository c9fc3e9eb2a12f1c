import type { Reference } from '@continuum/standards-fhir';
import type { DemoPerson } from '../population/person.ts';
import type { Random } from '../population/random.ts';
import type { OrganizationKind } from '../territory/organization.ts';
import { displayName } from '../territory/practitioner.ts';
import type { Territory } from '../territory/territory.ts';
import { type Calendar, createCalendar } from './calendar.ts';

/** What the sources write a person's history with: whom, where they go, who treats them, which day is today. */
export interface Chart {
  person: DemoPerson;
  calendar: Calendar;
  /** For the keys that sources make: the same each time. */
  random: Random;
  physician: Reference;
  at(kind: OrganizationKind): Reference;
}

/** The reference that a deposit uses for its usager, before identification. */
export const patientUrl = 'urn:uuid:00000000-0000-4000-8000-000000000001';
export const subject = { reference: patientUrl };

/** Opens the chart of a person, as their sources would write it. */
export function openChart(person: DemoPerson, territory: Territory, today: Date): Chart {
  const physician = territory.physicianOf(person);
  const places = new Map<OrganizationKind, Reference>();
  return {
    person,
    calendar: createCalendar(today),
    random: territory.random.fork(`${person.id}/resources`),
    physician: { reference: `Practitioner/${physician.id}`, display: displayName(physician) },
    at(kind) {
      const known = places.get(kind);
      if (known) return known;
      const { id, name } = territory.organizationFor(person, kind);
      const place = { reference: `Organization/${id}`, display: name };
      places.set(kind, place);
      return place;
    },
  };
}
