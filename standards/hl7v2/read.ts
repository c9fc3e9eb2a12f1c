import { unescapeText } from './escape.ts';
import type { Message, Segment } from './parse.ts';

const fieldPath = /^(\d+)(?:\[(\d+)\])?(?:\.(\d+))?(?:\.(\d+))?$/;
const messagePath = /^([A-Z][A-Z0-9]{2})(?:\[(\d+)\])?-(.+)$/;

const nth = (text: string, separator: string, n: number): string =>
  separator === '' ? (n === 1 ? text : '') : (text.split(separator)[n - 1] ?? '');

/** MSH-2 holds the separators themselves: it is never split. */
const isEncoding = (segment: Segment, field: number): boolean =>
  field <= 2 && ['MSH', 'FHS', 'BHS'].includes(segment.name);

const splits = new WeakMap<Segment, Map<number, readonly string[]>>();

/** The repetitions of a field, told apart once: there may be many, and each is read by its number. */
function repetitionsOf(segment: Segment, field: number): readonly string[] {
  const known = splits.get(segment) ?? new Map<number, readonly string[]>();
  splits.set(segment, known);
  const text = segment.fields[field] ?? '';
  const { repetition } = segment.delimiters;
  const found = known.get(field) ?? (repetition === '' ? [text] : text.split(repetition));
  known.set(field, found);
  return found;
}

/** What stands at `3[2].4.1`, still escaped; empty when nothing does. */
export function raw(segment: Segment | undefined, path: string): string {
  const found = fieldPath.exec(path);
  if (!segment || !found) return '';
  const [, field, repetition = '1', component, subcomponent] = found;
  if (isEncoding(segment, Number(field))) return segment.fields[Number(field)] ?? '';
  const { delimiters } = segment;
  const one = repetitionsOf(segment, Number(field))[Number(repetition) - 1] ?? '';
  if (component === undefined) return one;
  const part = nth(one, delimiters.component, Number(component));
  return subcomponent === undefined ? part : nth(part, delimiters.subcomponent, Number(subcomponent));
}

/**
 * Reads a value of a segment by the standard's own numbers, from 1: field, `[repetition]`, component,
 * subcomponent: `read(pid, '3[2].4.1')`. A path that stops early gives the whole of that level.
 * @returns undefined when it is empty or the HL7 null `""` (see `isNull`).
 */
export function read(segment: Segment | undefined, path: string): string | undefined {
  const text = raw(segment, path);
  if (!segment || text === '' || text === '""') return undefined;
  const plain = isEncoding(segment, Number.parseInt(path, 10))
    ? text
    : unescapeText(text, segment.delimiters, segment.charset);
  // NUL stands for nothing, and no database keeps it as text.
  const kept = plain.includes('\0') ? plain.replaceAll('\0', '') : plain;
  return kept.trim() === '' ? undefined : kept;
}

/** The sender asks that the value be deleted: `""` (v2.5.1 2.5.3), which is not the same as an empty field. */
export function isNull(segment: Segment | undefined, path: string): boolean {
  return raw(segment, path) === '""';
}

/** How often a field was repeated; 0 when it is empty. */
export function repetitions(segment: Segment | undefined, field: number): number {
  const text = segment?.fields[field] ?? '';
  if (!segment || text === '') return 0;
  return repetitionsOf(segment, field).length;
}

/** Paths of each repetition of a field, for `read`: `['3[1]', '3[2]']`. */
export function eachRepetition(segment: Segment | undefined, field: number): string[] {
  return Array.from({ length: repetitions(segment, field) }, (_, i) => `${field}[${i + 1}]`);
}

/** The nth segment of a name, from 1. */
export function segmentOf(message: Message, name: string, occurrence = 1): Segment | undefined {
  return message.segments.find(segment => segment.name === name && segment.occurrence === occurrence);
}

/** Reads a value of a message: `get(message, 'OBX[2]-5.1')`. */
export function get(message: Message, path: string): string | undefined {
  const found = messagePath.exec(path);
  if (!found) return undefined;
  const [, name = '', occurrence = '1', rest = ''] = found;
  return read(segmentOf(message, name, Number(occurrence)), rest);
}

/** Where a value stands, as `get` takes it and a person can find it: `OBX[2]-5.1`. */
export function locate(segment: Segment, path?: string): string {
  const name = segment.occurrence === 1 ? segment.name : `${segment.name}[${segment.occurrence}]`;
  return path === undefined ? name : `${name}-${path}`;
}
