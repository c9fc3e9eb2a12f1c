/** A moment as DICOM writes it: date and time apart, the zone often missing. */
export interface Moment {
  /** `YYYY-MM-DD`. */
  date?: string;
  /** `HH:MM:SS`. */
  time?: string;
  /** `+HH:MM`, from Timezone Offset From UTC (0008,0201). */
  offset?: string;
}

const isDay = (year: number, month: number, day: number): boolean => {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
};

/** DA, and the `YYYY.MM.DD` of ACR-NEMA that old equipment still sends. An impossible date is no date. */
export function parseDate(value: string | undefined): string | undefined {
  const match = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(value ?? '');
  if (!match) return undefined;
  const [, year = '', month = '', day = ''] = match;
  return isDay(Number(year), Number(month), Number(day)) ? `${year}-${month}-${day}` : undefined;
}

/** TM: hours, and whatever is known of minutes and seconds; fractions are dropped. */
export function parseTime(value: string | undefined): string | undefined {
  const match = /^([01]\d|2[0-3])(?::?([0-5]\d)(?::?([0-5]\d|60)(?:\.\d{1,6})?)?)?$/.exec(value ?? '');
  if (!match) return undefined;
  const [, hours, minutes = '00', seconds = '00'] = match;
  return `${hours}:${minutes}:${seconds === '60' ? '59' : seconds}`;
}

/** Timezone Offset From UTC: `&HHMM`. */
export function parseOffset(value: string | undefined): string | undefined {
  const match = /^([+-])(0\d|1[0-4])([0-5]\d)$/.exec(value ?? '');
  return match ? `${match[1]}${match[2]}:${match[3]}` : undefined;
}
