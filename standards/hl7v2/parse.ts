import { type Charset, decode } from './charset.ts';
import { type Delimiters, readDelimiters } from './delimiters.ts';
import { Hl7Error } from './hl7-error.ts';

/** One segment: what stands between the separators, still escaped, so that no character is lost. */
export interface Segment {
  name: string;
  /** Which one of its name in the message, from 1. */
  occurrence: number;
  /** `fields[n]` is field n of the standard; `fields[0]` is the name. */
  fields: readonly string[];
  delimiters: Delimiters;
  charset: Charset;
}

export interface Message {
  delimiters: Delimiters;
  charset: Charset;
  segments: readonly Segment[];
  /** What was odd and could be read all the same. */
  remarks: readonly Remark[];
}

export interface Remark {
  location: string;
  text: string;
}

/** How far junk may precede the header before we say that there is none. */
const junkLimit = 1024;

const isSegment = (line: string, field: string): boolean =>
  /^[A-Z][A-Z0-9]{2}$/.test(line.slice(0, 3)) && (line.length === 3 || line.charAt(3) === field);

function fromHeader(text: string): { body: string; junk: string } {
  const start = text.slice(0, junkLimit + 4).search(/MSH[^A-Za-z0-9\s]/);
  if (start < 0) throw new Hl7Error(100, 'MSH', 'There is no MSH segment: this is not an HL7 v2 message.');
  return { body: text.slice(start), junk: text.slice(0, start) };
}

/** Segment lines; a line that cannot be a segment continues the one before (raw line ends inside a value). */
function toLines(body: string, delimiters: Delimiters, remarks: Remark[]): string[] {
  const lines: string[] = [];
  for (const line of body.split(/\r\n|\r|\n/)) {
    const last = lines.length - 1;
    if (isSegment(line, delimiters.field)) lines.push(line);
    else if (line.trim() !== '') {
      lines[last] += `\n${line}`;
      remarks.push({
        location: lines[last]?.slice(0, 3) ?? 'MSH',
        text: `A line that is not a segment was read as the continuation of ${lines[last]?.slice(0, 3)}.`,
      });
    }
  }
  return lines;
}

/** Where a segment that results are made of begins inside another: each does with its name and its number. */
function swallowed(field: string): RegExp {
  const bar = `\\${field}`;
  return new RegExp(`(?=(?:OBX|OBR|NTE|SPM)${bar}\\d+${bar})(?<=[ \\t${bar}])`);
}

/**
 * A segment whose end was lost (a space stands for it) would be taken for more fields of the one before, and a result
 * would be lost with it: the line is cut where the next segment can be told by its name and number.
 */
function cutLines(lines: readonly string[], { field }: Delimiters, remarks: Remark[]): string[] {
  const start = swallowed(field);
  const seen = new Map<string, number>();
  return lines.flatMap(line => {
    const parts = line.startsWith('MSH') ? [line] : line.split(start);
    for (const [i, part] of parts.entries()) {
      const name = part.slice(0, 3);
      seen.set(name, (seen.get(name) ?? 0) + 1);
      if (i === 0) continue;
      const text = `It was found inside ${parts[0]?.slice(0, 3)}, and read as a segment: end each segment with <CR>.`;
      remarks.push({ location: `${name}[${seen.get(name)}]`, text });
    }
    return parts;
  });
}

function toFields(line: string, separator: string): string[] {
  const [name = '', ...rest] = line.split(separator);
  const isHeader = name === 'MSH' || name === 'FHS' || name === 'BHS';
  return isHeader ? [name, separator, ...rest] : [name, ...rest];
}

function toSegments(lines: readonly string[], delimiters: Delimiters, charset: Charset): Segment[] {
  const seen = new Map<string, number>();
  return lines.map(line => {
    const fields = toFields(line, delimiters.field);
    const name = fields[0] ?? '';
    const occurrence = (seen.get(name) ?? 0) + 1;
    seen.set(name, occurrence);
    return { name, occurrence, fields, delimiters, charset };
  });
}

/**
 * Reads one HL7 v2 message (v2.5.1 2.6): any separators, `\r`, `\n` or `\r\n` after segments, byte order mark,
 * junk before MSH. Values keep their escapes; `read` removes them.
 * @throws Hl7Error, and nothing else, whatever the bytes.
 */
export function parse(bytes: Uint8Array): Message {
  const { text, charset, remark } = decode(bytes);
  const { body, junk } = fromHeader(text);
  const delimiters = readDelimiters(body);
  const remarks: Remark[] = remark ? [{ location: 'MSH-18', text: remark }] : [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the start of an MLLP block is no junk
  if (/[^\s\u000b\ufeff]/.test(junk))
    remarks.push({ location: 'MSH', text: 'What preceded MSH was ignored.' });
  const lines = cutLines(toLines(body, delimiters, remarks), delimiters, remarks);
  const segments = toSegments(lines, delimiters, charset);
  if (segments.filter(({ name }) => name === 'MSH').length > 1)
    throw new Hl7Error(100, 'MSH[2]', 'Several messages were sent as one: send one at a time, or a batch.');
  return { delimiters, charset, segments, remarks };
}

/** The message as text again, segments ended by `\r`; what `parse` read is written character for character. */
export function format(segments: readonly Segment[]): string {
  return segments.map(segment => `${formatSegment(segment)}\r`).join('');
}

function formatSegment({ fields, delimiters }: Segment): string {
  const [name = '', first, ...rest] = fields;
  const isHeader = name === 'MSH' || name === 'FHS' || name === 'BHS';
  const values = isHeader ? rest : [first, ...rest].filter(value => value !== undefined);
  return [name, ...values].join(delimiters.field);
}
