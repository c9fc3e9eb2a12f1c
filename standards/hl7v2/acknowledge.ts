import { type Charset, encode } from './charset.ts';
import { defaultDelimiters } from './delimiters.ts';
import { escapeText } from './escape.ts';
import { type ErrorCode, errorTexts } from './hl7-error.ts';
import type { Message } from './parse.ts';
import { raw, read, segmentOf } from './read.ts';

/** Table 0008: accepted, application error (the content), rejected (the message as such). */
export type AcknowledgmentCode = 'AA' | 'AE' | 'AR';

/** One ERR segment (v2.5.1 2.15.5). */
export interface Problem {
  severity: 'E' | 'W' | 'I';
  code: ErrorCode;
  /** `OBX[2]-5.1`: written as an ERL. */
  location?: string;
  /** A sentence that a person at the sender's can act on. */
  text: string;
}

export interface Acknowledgment {
  code: AcknowledgmentCode;
  /** MSH-10 of the answer. */
  controlId: string;
  /** MSH-7 of the answer, as DTM. */
  at: string;
  /** MSA-3. */
  text?: string;
  problems?: readonly Problem[];
}

const charsetNames: Record<Charset, string> = {
  'utf-8': 'UNICODE UTF-8',
  'windows-1252': '8859/1',
  'iso-8859-15': '8859/15',
  'utf-16le': 'UNICODE UTF-8',
  'utf-16be': 'UNICODE UTF-8',
};

/** `OBX[2]-5[1].3` as the components of an ERL: segment, sequence, field, repetition, component. */
function toErl(location: string): string[] {
  const found = /^([A-Z][A-Z0-9]{2})(?:\[(\d+)\])?(?:-(\d+)(?:\[(\d+)\])?(?:\.(\d+))?(?:\.(\d+))?)?/.exec(
    location,
  );
  if (!found) return [];
  const [, segment = '', sequence = '1', field, repetition, component, subcomponent] = found;
  const parts = [segment, sequence, field, field && (repetition ?? '1'), component, subcomponent];
  return parts.map(part => part ?? '');
}

interface Style {
  modern: boolean;
  line(name: string, fields: readonly string[]): string;
  components(parts: readonly string[]): string;
  subcomponents(parts: readonly string[]): string;
  text(text: string): string;
}

const trimmed = (parts: readonly string[]): readonly string[] =>
  parts.slice(0, parts.findLastIndex(part => part !== '') + 1);

function styleOf(message: Message | undefined, version: string): Style {
  const delimiters = message?.delimiters ?? defaultDelimiters;
  return {
    modern: !/^2\.[0-4]/.test(version),
    line: (name, fields) => [name, ...trimmed(fields)].join(delimiters.field),
    components: parts => trimmed(parts).join(delimiters.component || ' '),
    subcomponents: parts => trimmed(parts).join(delimiters.subcomponent || ' '),
    text: text => escapeText(text, delimiters),
  };
}

/** ERR as it is from v2.5 on (2.15.5), or its first field alone as it was before (v2.3 2.24.4). */
function errorSegment(problem: Problem, style: Style): string {
  const erl = problem.location ? toErl(problem.location) : [];
  const code = [String(problem.code), style.text(errorTexts[problem.code]), 'HL70357'];
  if (!style.modern) return style.line('ERR', [style.components([...old(erl), style.subcomponents(code)])]);
  const fields = [
    '',
    style.components(erl),
    style.components(code),
    problem.severity,
    '',
    '',
    '',
    style.text(problem.text),
  ];
  return style.line('ERR', fields);
}

/** ELD, before v2.5: segment, sequence, field, then the code. */
const old = (erl: readonly string[]): string[] => [erl[0] ?? '', erl[1] ?? '', erl[2] ?? ''];

function header(message: Message | undefined, style: Style, answer: Acknowledgment, version: string): string {
  const msh = message && segmentOf(message, 'MSH');
  const { field, ...others } = message?.delimiters ?? defaultDelimiters;
  const encoding = [
    others.component,
    others.repetition,
    others.escape,
    others.subcomponent,
    others.truncation ?? '',
  ];
  const trigger = style.modern ? style.text(read(msh, '9.2') ?? '') : '';
  const type = style.components(['ACK', trigger, trigger === '' ? '' : 'ACK']);
  const whole = (n: number) => msh?.fields[n] ?? '';
  const silent = whole(18) === '' && message?.charset === 'utf-8';
  const charset = message && !silent ? charsetNames[message.charset] : '';
  const fields = [whole(5), whole(6), whole(3), whole(4), answer.at, '', type, style.text(answer.controlId)];
  const rest = [raw(msh, '11') || 'P', version, '', '', '', '', '', charset];
  return `MSH${field}${encoding.join('')}${field}${trimmed([...fields, ...rest]).join(field)}`;
}

/**
 * The acknowledgment of a message in original mode (v2.5.1 2.9.2): sender and receiver change places, version,
 * processing id, separators and character set are the sender's own.
 * @param message what is acknowledged; undefined when not even its header could be read.
 */
export function acknowledge(message: Message | undefined, answer: Acknowledgment): Uint8Array {
  const msh = message && segmentOf(message, 'MSH');
  const version = raw(msh, '12.1') || '2.5.1';
  const style = styleOf(message, version);
  const lines = [
    header(message, style, answer, version),
    style.line('MSA', [answer.code, raw(msh, '10'), style.text(answer.text ?? '')]),
    ...(answer.problems ?? []).map(problem => errorSegment(problem, style)),
  ];
  return encode(lines.map(line => `${line}\r`).join(''), message?.charset ?? 'utf-8');
}
