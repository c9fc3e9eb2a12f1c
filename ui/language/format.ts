import type { Language } from './language.ts';

const nbsp = '\u00a0';
const two = (value: number) => String(value).padStart(2, '0');

const localeOf = (language: Language) => (language === 'en' ? 'en-CA' : 'fr-CA');

const dayOf = (at: Date) => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;

/**
 * A FHIR date or instant as `AAAA-MM-JJ`. Partial dates stay partial (`2019`, `2019-05`); an instant is
 * shown on the day it was here.
 */
export function formatDate(value: string | Date | undefined): string {
  if (!value) return '';
  if (typeof value === 'string' && value.length <= 10) return value;
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? String(value) : dayOf(at);
}

/** The hour on the 24-hour clock: `14 h 05` in French, `14:05` in English. */
export function formatTime(value: string | Date, language: Language): string {
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) return '';
  const minutes = two(at.getMinutes());
  return language === 'en' ? `${two(at.getHours())}:${minutes}` : `${at.getHours()}${nbsp}h${nbsp}${minutes}`;
}

/** Date and hour; a date without an hour stays a date. */
export function formatDateTime(value: string | Date | undefined, language: Language): string {
  if (!value) return '';
  if (typeof value === 'string' && value.length <= 10) return value;
  const time = formatTime(value, language);
  return time ? `${formatDate(value)}${nbsp}${time}` : formatDate(value);
}

/** A number with the decimal sign of the language, as many digits as it has. */
export function formatNumber(value: number, language: Language): string {
  return new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: 6 }).format(value);
}

/** A decimal as the source wrote it (`5.10` keeps its zero), with the decimal sign of the language. */
export function formatDecimal(value: number | string, language: Language): string {
  if (typeof value === 'number') return formatNumber(value, language);
  return language === 'en' ? value : value.replace('.', ',');
}

export interface Quantity {
  value?: number | string;
  unit?: string;
  code?: string;
  comparator?: string;
}

const comparators: Record<string, string> = { '<=': '≤', '>=': '≥' };

const raised = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A UCUM code as people write it: `10*9/L` is `10⁹/L`, `mL/min/{1.73_m2}` is `mL/min/1,73 m²`. */
export function formatUnit(unit: string, language: Language): string {
  return unit
    .replace(
      /10[*^](\d+)/g,
      (_, power: string) => `10${[...power].map(digit => raised[Number(digit)]).join('')}`,
    )
    .replace('[IU]', language === 'en' ? 'IU' : 'UI')
    .replace(/\{([^}]*)\}/g, (_, note: string) => formatDecimal(note.replaceAll('_', nbsp), language))
    .replace(/(?<=m)([23])(?!\d)/g, (_, power: string) => raised[Number(power)] ?? power);
}

/** `< 5,1 mmol/L`, with spaces that do not break. */
export function formatQuantity(quantity: Quantity | undefined, language: Language): string {
  if (quantity?.value === undefined) return '';
  const sign = quantity.comparator ? `${comparators[quantity.comparator] ?? quantity.comparator}${nbsp}` : '';
  const unit = formatUnit(quantity.unit ?? quantity.code ?? '', language);
  const space = unit.startsWith('%') && language === 'en' ? '' : nbsp;
  return `${sign}${formatDecimal(quantity.value, language)}${unit && `${space}${unit}`}`;
}

/** NAM as printed on the card: `AAAA NNNN NNNN`. Anything else is shown as it came. */
export function formatNam(nam: string | undefined): string {
  const compact = (nam ?? '').replaceAll(/\s/g, '').toUpperCase();
  const parts = /^([A-Z]{4})(\d{4})([0-9A-Z]{4})$/.exec(compact);
  return parts ? parts.slice(1).join(nbsp) : (nam ?? '');
}

/** What a FHIR HumanName gives to show. */
export interface Name {
  text?: string;
  family?: string;
  given?: string[];
  prefix?: string[];
}

/** Family name first, as registers do: `Tremblay, Marie Anne`. */
export function formatName(name: Name | undefined): string {
  if (!name) return '';
  const given = (name.given ?? []).join(' ');
  if (!name.family) return given || (name.text ?? '');
  return given ? `${name.family},${nbsp}${given}` : name.family;
}

/** Whole years between a birth date and today; undefined when the date is unknown. */
export function ageOf(birthDate: string | undefined, today: Date = new Date()): number | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(birthDate ?? '');
  if (!parts) return undefined;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  const before =
    today.getMonth() + 1 < month || (today.getMonth() + 1 === month && today.getDate() < day) ? 1 : 0;
  return today.getFullYear() - year - before;
}

/** Months lived, for children under two. */
export function monthsOf(birthDate: string, today: Date = new Date()): number {
  const [year = 0, month = 1, day = 1] = birthDate.split('-').map(Number);
  const months = (today.getFullYear() - year) * 12 + today.getMonth() + 1 - month;
  return Math.max(0, today.getDate() < day ? months - 1 : months);
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** How long ago, in words: `il y a 3 jours`; under a minute `à l’instant`. */
export function formatAgo(value: string | Date, language: Language, now: Date = new Date()): string {
  const seconds = Math.round((now.getTime() - new Date(value).getTime()) / 1000);
  const words = new Intl.RelativeTimeFormat(localeOf(language), { numeric: 'auto' });
  const step = steps.find(([, length]) => seconds >= length);
  if (!step) return language === 'en' ? 'just now' : 'à l’instant';
  return words.format(-Math.floor(seconds / step[1]), step[0]).replace(/(?<=\d)[ \u202f]/, nbsp);
}
