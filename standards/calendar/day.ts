/** Legal time in Québec (RLRQ, c. T-5.1). */
const zone = 'America/Toronto';

const wall = new Intl.DateTimeFormat('en-CA', {
  timeZone: zone,
  dateStyle: 'short',
  timeStyle: 'medium',
  hourCycle: 'h23',
});
const calendar = new Intl.DateTimeFormat('fr-CA', { timeZone: zone, dateStyle: 'short' });

/** The calendar day in Québec of a moment, `AAAA-MM-JJ`: days begin there, not at UTC’s midnight. */
export const dayOf = (moment: Date): string => calendar.format(moment);

/** The last day that has another one after it in four digits of a year. */
const last = '9999-12-30';

/** True for a real day written `AAAA-MM-JJ`, from 1970 until the last one that ends in a year of four digits. */
export function isDay(text: string): boolean {
  const moment = new Date(`${text}T00:00:00Z`);
  const isReal = moment.getTime() > 0 && moment.toISOString().startsWith(text);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && isReal && text <= last;
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
