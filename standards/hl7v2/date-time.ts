/** The zone of dates that carry none: an IANA name (`America/Montreal`) or an offset (`-05:00`). */
export type Zone = string;

interface Parts {
  year: string;
  month?: string;
  day?: string;
  hour?: string;
  minute?: string;
  second?: string;
  fraction?: string;
  zone?: string;
}

const dtm =
  /^(\d{4})(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:\.(\d{1,9}))?)?)?)?)?)?(Z|[+-]\d\d:?(?:\d\d)?)?$/;

const within = (text: string | undefined, low: number, high: number): boolean =>
  text === undefined || (Number(text) >= low && Number(text) <= high);

const daysIn = (year: string, month: string): number =>
  new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();

function isCalendar({ year, month, day, hour, minute, second }: Parts): boolean {
  if (Number(year) < 1 || !within(month, 1, 12)) return false;
  if (day !== undefined && !within(day, 1, daysIn(year, month ?? '1'))) return false;
  return within(hour, 0, 23) && within(minute, 0, 59) && within(second, 0, 59);
}

function isOffset(zone: string): boolean {
  const [hours = '0', minutes = '00'] = zone.slice(1).split(':');
  return zone === 'Z' || (Number(hours) < 14 && Number(minutes) < 60) || (hours === '14' && minutes === '00');
}

const toOffset = (text: string): string =>
  text === 'Z' ? 'Z' : `${text.slice(0, 3)}:${text.slice(3).replace(':', '') || '00'}`;

/** Reads TS and DTM (v2.5.1 2.A.22, 2.A.77): year to fraction of a second, and a zone. */
function partsOf(text: string | undefined): Parts | undefined {
  const found = dtm.exec(text?.trim() ?? '');
  if (!found) return undefined;
  const [, year = '', month, day, hour, minute, second, fraction, zone] = found;
  const parts: Parts = { year, month, day, hour, minute, second, fraction };
  if (zone !== undefined) parts.zone = toOffset(zone);
  return isCalendar(parts) && (parts.zone === undefined || isOffset(parts.zone)) ? parts : undefined;
}

const formatters = new Map<Zone, Intl.DateTimeFormat>();

function formatterOf(zone: Zone): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', { timeZone: zone, timeZoneName: 'longOffset' });
  formatters.set(zone, made);
  return made;
}

function offsetMinutes(zone: Zone, at: number): number {
  const name =
    formatterOf(zone)
      .formatToParts(at)
      .find(part => part.type === 'timeZoneName')?.value ?? '';
  const found = /GMT([+-])(\d\d):(\d\d)/.exec(name);
  if (!found) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  return found[1] === '-' ? -minutes : minutes;
}

function formatOffset(minutes: number): string {
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`;
}

/** Offset of a wall-clock time in a zone. In the hour that occurs twice in autumn, the first one. */
function offsetOf(parts: Parts, zone: Zone): string {
  if (zone === 'Z' || /^[+-]\d\d:\d\d$/.test(zone)) return zone;
  const { year, month = '1', day = '1', hour = '0', minute = '0' } = parts;
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  const before = offsetMinutes(zone, wall - 86_400_000);
  const candidate = offsetMinutes(zone, wall - before * 60_000);
  return formatOffset(candidate);
}

/** Date of a TS, DT or DTM at the precision that was written, without its time: FHIR `date`. */
export function toDate(text: string | undefined): string | undefined {
  const parts = partsOf(text);
  return parts && [parts.year, parts.month, parts.day].filter(part => part !== undefined).join('-');
}

const clock = ({ hour, minute = '00', second = '00', fraction }: Parts): string =>
  `${hour}:${minute}:${second}${fraction === undefined ? '' : `.${fraction}`}`;

/**
 * TS or DTM to FHIR `dateTime`, of the same precision: a date stays a date; a time, which FHIR wants with
 * seconds and a zone, is filled with zeros and given `zone` when it carries none.
 * @returns undefined when it is not a date that exists.
 */
export function toDateTime(text: string | undefined, zone: Zone): string | undefined {
  const parts = partsOf(text);
  if (!parts) return undefined;
  const date = toDate(text);
  if (parts.hour === undefined) return date;
  return `${date}T${clock(parts)}${parts.zone ?? offsetOf(parts, zone)}`;
}

/** TS or DTM to FHIR `instant`; undefined unless an hour was written. */
export function toInstant(text: string | undefined, zone: Zone): string | undefined {
  const dateTime = toDateTime(text, zone);
  return dateTime?.includes('T') ? dateTime : undefined;
}

/** TM (`HHMM[SS[.S]]`) to FHIR `time`. */
export function toTime(text: string | undefined): string | undefined {
  const found = /^(\d\d)(?::?(\d\d)(?::?(\d\d)(?:\.(\d{1,9}))?)?)?(?:[+-]\d{4})?$/.exec(text?.trim() ?? '');
  if (!found) return undefined;
  const [, hour, minute, second, fraction] = found;
  const parts = { year: '2000', hour, minute, second, fraction };
  return isCalendar(parts) ? clock(parts) : undefined;
}

/** The zone that a date names, `-05:00`: MSH-7's holds for the whole message (v2.5.1 2.A.22). */
export function zoneOf(text: string | undefined): Zone | undefined {
  return partsOf(text)?.zone;
}

/** A moment as a sender of HL7 writes it: DTM in UTC, to the second. */
export function formatDateTime(at: Date): string {
  return `${at.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}+0000`;
}
