import { locate, read, type Segment, toDateTime, toInstant } from '@continuum/standards-hl7v2';
import { type Context, remark } from './context.ts';

/** A date of the message; one that does not exist is left out and the sender told. */
export function dateAt(segment: Segment | undefined, path: string, context: Context): string | undefined {
  const sent = read(segment, path);
  const found = toDateTime(sent, context.zone);
  if (segment && sent !== undefined && found === undefined)
    remark(context, locate(segment, path), `“${sent}” is not a date: send YYYYMMDDHHMM and a zone.`);
  return found;
}

/** A moment of the message; a date without a time is not one, and what is no date is told. */
export function instantAt(segment: Segment | undefined, path: string, context: Context): string | undefined {
  return dateAt(segment, path, context) && toInstant(read(segment, path), context.zone);
}

const day = 86_400_000;

/** Is the result's own time one of the collection's (curves over hours), or the time of analysis? */
function isCollection(own: string, start: string, end: string | undefined): boolean {
  const [at, from] = [Date.parse(own), Date.parse(start)];
  const until = end === undefined ? from + day : Math.max(Date.parse(end), from + day);
  return own.slice(0, start.length) === start || (at >= from && at <= until);
}

/**
 * When the specimen was collected: OBX-14 when it agrees with the order's collection (OBR-7, OBR-8), which
 * otherwise stands, then the specimen's own (SPM-17). A refusal looks at this date, so an analysis that came
 * days later must not pass for it.
 */
export function collectedAt(
  obr: Segment,
  obx: Segment | undefined,
  spm: Segment | undefined,
  context: Context,
) {
  const own = dateAt(obx, '14.1', context);
  // What is wrong with the order's dates is told once, with the report.
  const order = obx ? { ...context, issues: [] } : context;
  const start = dateAt(obr, '7.1', order) ?? toDateTime(read(spm, '17.1.1'), context.zone);
  const end = dateAt(obr, '8.1', order);
  if (own === undefined || start === undefined) return start ?? own;
  return isCollection(own, start, end) ? own : start;
}
