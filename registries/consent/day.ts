/** Where a day begins for the register. */
const zone = 'America/Montreal';

const wall = new Intl.DateTimeFormat('en-CA', {
  timeZone: zone,
  dateStyle: 'short',
  timeStyle: 'medium',
  hourCycle: 'h23',
});
const calendar = new Intl.DateTimeFormat('fr-CA', { timeZone: zone, dateStyle: 'short' });

/** The calendar day in Québec of a moment. */
export const dayOf = (moment: Date): string => calendar.format(moment);

/** True for a real day written `AAAA-MM-JJ`. */
export function isDay(text: string): boolean {
  const moment = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && moment.getTime() > 0 && moment.toISOString().startsWith(text);
}

/** The first moment of a day in Québec: summer and winter time differ by an hour. */
export function startOfDay(day: string): Date {
  const summer = new Date(`${day}T00:00:00-04:00`);
  return wall.format(summer).startsWith(day) ? summer : new Date(`${day}T00:00:00-05:00`);
}

/** The day after. */
export function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
