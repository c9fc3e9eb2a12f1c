/** The language that a copy is written in. */
export type Language = 'fr' | 'en';

/** One text, in both. */
export type Both = Readonly<Record<Language, string>>;

const nbsp = '\u00a0';

/** A decimal as it was written, with the sign of the language. */
export const sayDecimal = (text: string, language: Language): string =>
  language === 'fr' ? text.replace('.', ',') : text;

const zone = 'America/Montreal';
const dayIn = new Intl.DateTimeFormat('fr-CA', { timeZone: zone, dateStyle: 'short' });
const timeIn = new Intl.DateTimeFormat('en-CA', { timeZone: zone, timeStyle: 'short', hourCycle: 'h23' });

/** `AAAA-MM-JJ` in Québec; a partial date stays partial. */
export function sayDay(date: string | undefined): string | undefined {
  if (date === undefined || date.length <= 10) return date;
  const moment = new Date(date);
  return Number.isNaN(moment.getTime()) ? date : dayIn.format(moment);
}

/** A day and its hour: `2026-11-28 à 8 h 40`. */
export function sayMoment(moment: Date, language: Language): string {
  const [hour = '', minute = ''] = timeIn.format(moment).split(':');
  return language === 'fr'
    ? `${dayIn.format(moment)} à ${Number(hour)}${nbsp}h${nbsp}${minute}`
    : `${dayIn.format(moment)} at ${hour}:${minute}`;
}
