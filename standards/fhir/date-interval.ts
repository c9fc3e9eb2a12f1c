import { isPlainDay, isPlainTime, plainDay, plainTime } from './plain-date.ts';

/** The half-open interval [low, high) that a date of some precision stands for, in milliseconds UTC. */
export interface Interval {
  low: number;
  high: number;
}

/** The bounds of what JavaScript (and any calendar in use) can say; an open end of a Period is one of them. */
export const earliest = -8_640_000_000_000_000;
export const latest = 8_640_000_000_000_000;

const form =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/;

/**
 * Reads a FHIR date, dateTime or instant as the interval of its precision (R4 3.1.1.4.7): `2024-05` is the
 * whole of May. Dates without a zone are read as UTC. Undefined when the text is not a date of the calendar.
 */
export function parseDateInterval(text: string): Interval | undefined {
  if (text.length === 10 && isPlainDay(text)) {
    const low = plainDay(text);
    return { low, high: low + 86_400_000 };
  }
  if (text.length >= 20 && isPlainTime(text)) {
    const low = plainTime(text);
    return { low, high: low + 1000 };
  }
  return parseWithCare(text);
}

function parseWithCare(text: string): Interval | undefined {
  const match = form.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  if (!isCalendarDate(Number(year), Number(month ?? 1), Number(day ?? 1))) return undefined;
  if (hour === undefined) return dayInterval(Number(year), month, day);
  if (!isClockTime(Number(hour), Number(minute), Number(second ?? 0))) return undefined;
  const offset = zoneOffset(zone);
  if (offset === undefined) return undefined;
  const start =
    utc(Number(year), Number(month) - 1, Number(day)) +
    (Number(hour) * 60 + Number(minute) - offset) * 60_000;
  if (second === undefined) return { low: start, high: start + 60_000 };
  return fractionInterval(start + Number(second) * 1000, fraction);
}

function dayInterval(year: number, month: string | undefined, day: string | undefined): Interval {
  if (month === undefined) return { low: utc(year, 0, 1), high: utc(year + 1, 0, 1) };
  const index = Number(month) - 1;
  if (day === undefined) return { low: utc(year, index, 1), high: utc(year, index + 1, 1) };
  return { low: utc(year, index, Number(day)), high: utc(year, index, Number(day) + 1) };
}

/** Finer than a millisecond is kept as the millisecond it falls in. */
function fractionInterval(low: number, fraction: string | undefined): Interval {
  if (fraction === undefined) return { low, high: low + 1000 };
  const digits = fraction.slice(0, 3);
  const from = low + Number(digits.padEnd(3, '0'));
  return { low: from, high: from + 10 ** (3 - digits.length) };
}

/** `Date.UTC` reads years below 100 as of the twentieth century. */
function utc(year: number, month: number, day: number): number {
  if (year >= 100) return Date.UTC(year, month, day);
  return new Date(0).setUTCFullYear(year, month, day);
}

function zoneOffset(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (hours > 14 || minutes > 59 || (hours === 14 && minutes > 0)) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function isClockTime(hour: number, minute: number, second: number): boolean {
  return hour < 24 && minute < 60 && second <= 60;
}

const monthLengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isCalendarDate(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > monthLengths[month - 1]!) return false;
  return month !== 2 || day < 29 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0));
}
