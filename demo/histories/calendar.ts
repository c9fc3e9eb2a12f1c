/** The day of first load, from which histories are dated back. */
export interface Calendar {
  today: Date;
  /** FHIR dateTime of that many days ago, at a local hour of Montréal. */
  at(daysAgo: number, hour: number, minute: number): string;
  /** FHIR date of that many days ago. */
  on(daysAgo: number): string;
}

/** The reference that a deposit uses for its usager, before identification. */
export const patientUrl = 'urn:uuid:00000000-0000-4000-8000-000000000001';
export const subject = { reference: patientUrl };

const zone = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Montreal', timeZoneName: 'longOffset' });

/** `-05:00` in winter, `-04:00` in summer. */
function offsetOn(day: Date): string {
  const name = zone.formatToParts(day).find(({ type }) => type === 'timeZoneName')!.value;
  return name.replace('GMT', '') || 'Z';
}

/** A calendar of which `today` is day zero. */
export function createCalendar(today: Date): Calendar {
  const dayOf = (daysAgo: number) => new Date(today.getTime() - daysAgo * 86_400_000);
  const on = (daysAgo: number) => dayOf(daysAgo).toISOString().slice(0, 10);
  const two = (number: number) => String(number).padStart(2, '0');
  return {
    today,
    on,
    at: (daysAgo, hour, minute) => `${on(daysAgo)}T${two(hour)}:${two(minute)}:00${offsetOn(dayOf(daysAgo))}`,
  };
}
