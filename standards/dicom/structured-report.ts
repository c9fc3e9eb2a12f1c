import type { Code } from './code.ts';
import { type Attributes, first, items, text } from './data-set.ts';
import { parseDate, parseTime } from './date-time.ts';
import { formatPersonName, parsePersonName } from './person-name.ts';

/** A structured report, read as a person would (PS3.3 C.17). */
export interface Report {
  title?: Code;
  /** The content tree as paragraphs. */
  text: string;
  /** Completion Flag (0040,A491). */
  complete: boolean;
  /** Verification Flag (0040,A493). */
  verified: boolean;
  /** Who verified it. */
  verifiers: string[];
  /** When its content was finished, `YYYY-MM-DD` and `HH:MM:SS`. */
  date?: string;
  time?: string;
}

const storages = ['1.2.840.10008.5.1.4.1.1.88.'];

/** Is it of a structured report storage class? */
export const isReport = (sopClass: string): boolean => storages.some(prefix => sopClass.startsWith(prefix));

/** The first item of a code sequence. */
export function codeOf(attributes: Attributes, tag: string): Code | undefined {
  const [item] = items(attributes, tag);
  return item && readCode(item);
}

/** A coded entry; the long value (0008,0119) and the URN (0008,0120) stand in for the short one. */
export function readCode(item: Attributes): Code {
  const value = first(item, 'x00080100') ?? first(item, 'x00080119') ?? first(item, 'x00080120');
  const scheme = first(item, 'x00080102');
  const meaning = first(item, 'x00080104');
  return { ...(value && { value }), ...(scheme && { scheme }), ...(meaning && { meaning }) };
}

type Reader = (item: Attributes) => string | undefined;

/** Value types (0040,A040) that a person can read; images, waveforms and references are left out. */
const readers: Readonly<Record<string, Reader>> = {
  TEXT: item => text(item, 'x0040a160')?.replace(/\r\n?/g, '\n'),
  CODE: item => codeOf(item, 'x0040a168')?.meaning,
  NUM: item => numberOf(item),
  PNAME: item => nameOf(item, 'x0040a123'),
  DATE: item => parseDate(first(item, 'x0040a121')),
  TIME: item => parseTime(first(item, 'x0040a122')),
  DATETIME: item => dateTimeOf(first(item, 'x0040a120')),
};

const nameOf = (item: Attributes, tag: string): string | undefined => {
  const name = parsePersonName(text(item, tag));
  return name && formatPersonName(name);
};

function numberOf(item: Attributes): string | undefined {
  const [measured] = items(item, 'x0040a300');
  if (!measured) return undefined;
  const unit = codeOf(measured, 'x004008ea');
  const units = unit?.value === '1' ? undefined : (unit?.value ?? unit?.meaning);
  return [first(measured, 'x0040a30a'), units].filter(Boolean).join(' ') || undefined;
}

function dateTimeOf(value: string | undefined): string | undefined {
  const date = parseDate(value?.slice(0, 8));
  return date && [date, parseTime(value?.slice(8, 14))].filter(Boolean).join(' ');
}

/** Observation context says who speaks of whom: the file's own attributes say it already. */
const isContext = (item: Attributes): boolean => first(item, 'x0040a010') === 'HAS OBS CONTEXT';

function lineOf(item: Attributes, depth: number): string | undefined {
  const name = codeOf(item, 'x0040a043')?.meaning;
  const type = first(item, 'x0040a040') ?? '';
  if (type === 'CONTAINER') return depth > 0 && name ? `\n${name}` : undefined;
  const value = readers[type]?.(item);
  return value && (name ? `${name}: ${value}` : value);
}

function linesOf(item: Attributes, depth: number): string[] {
  const own = lineOf(item, depth);
  const inner = items(item, 'x0040a730')
    .filter(child => !isContext(child))
    .flatMap(child => linesOf(child, depth + 1));
  return own === undefined ? inner : [own, ...inner];
}

/** Reads the content tree of a structured report. */
export function readReport(attributes: Attributes): Report {
  const title = codeOf(attributes, 'x0040a043');
  const date = parseDate(first(attributes, 'x00080023'));
  const time = parseTime(first(attributes, 'x00080033'));
  return {
    text: linesOf(attributes, 0).join('\n').trim(),
    complete: first(attributes, 'x0040a491') === 'COMPLETE',
    verified: first(attributes, 'x0040a493') === 'VERIFIED',
    verifiers: items(attributes, 'x0040a073').flatMap(item => nameOf(item, 'x0040a075') ?? []),
    ...(title && { title }),
    ...(date && { date }),
    ...(time && { time }),
  };
}
