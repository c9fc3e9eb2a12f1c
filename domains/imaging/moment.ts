import type { Moment } from '@continuum/standards-dicom';

const minutes = (date: Date, zone: string): number => {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(date);
  const part = (type: string) => Number(parts.find(candidate => candidate.type === type)?.value);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
  return Math.round((local - Math.floor(date.getTime() / 60_000) * 60_000) / 60_000);
};

const format = (offset: number): string => {
  const size = Math.abs(offset);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
};

/** Offset of a wall clock of a zone, with the rules of that day; twice, for the hours around a change. */
function offsetOf(local: string, zone: string): string {
  const asUtc = new Date(`${local}Z`);
  const guess = minutes(asUtc, zone);
  return format(minutes(new Date(asUtc.getTime() - guess * 60_000), zone));
}

/**
 * A DICOM moment as a FHIR dateTime. Files rarely carry their zone: `zone` is where the equipment stands.
 * Without a time it stays a date; without a date there is nothing.
 */
export function toDateTime({ date, time, offset }: Moment, zone: string): string | undefined {
  if (!date || !time) return date;
  const local = `${date}T${time}`;
  return `${local}${offset ?? offsetOf(local, zone)}`;
}
