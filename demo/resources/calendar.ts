/** The day of first load, from which histories are dated back. */
export interface Calendar {
  today: Date;
  /** FHIR dateTime of that many days ago, at a local hour of Montréal. */
  at(daysAgo: number, hour: number, minute: number): string;
  /** FHIR date of that many days ago. */
  on(daysAgo: number): string;
}

const zone = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Montreal', timeZoneName: 'longOffset' });

/** `-05:00` in winter, `-04:00` in summer. */
function offsetOn(day: Date): string {
  const name = zone.formatToParts(day).find(({ type }) => type === 'timeZoneName')!.value;
  return name.replace('GMT', '') || 'Z';
}

interface Day {
  date: string;
  offset: string;
}

const dayOf = (today: Date, daysAgo: number): Day => {
  const moment = new Date(today.getTime() - daysAgo * 86_400_000);
  return { date: moment.toISOString().slice(0, 10), offset: offsetOn(moment) };
};

const two = (number: number): string => String(number).padStart(2, '0');

/** A calendar of which `today` is day zero. */
export function createCalendar(today: Date): Calendar {
  // Zones are slow to ask, and thousands of events share a few thousand days.
  const days = new Map<number, Day>();
  const day = (daysAgo: number): Day => {
    const known = days.get(daysAgo) ?? dayOf(today, daysAgo);
    days.set(daysAgo, known);
    return known;
  };
  return {
    today,
    on: daysAgo => day(daysAgo).date,
    at(daysAgo, hour, minute) {
      const { date, offset } = day(daysAgo);
      return `${date}T${two(hour)}:${two(minute)}:00${offset}`;
    },
  };
}
