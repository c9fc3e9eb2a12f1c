import { parseDateInterval } from '../date-interval.ts';

/** Says what is wrong with a primitive's JSON value and how to mend it; undefined when nothing is. */
export type CheckPrimitive = (value: unknown) => string | undefined;

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what R4 forbids in strings.
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;
const megabyte = 1_048_576;

function textProblem(value: unknown): string | undefined {
  if (typeof value !== 'string') return `must be a JSON string, not ${nameOf(value)}`;
  if (value === '') return 'must not be empty; leave the element out instead';
  if (control.test(value)) return 'must not hold control characters; remove them';
  return value.isWellFormed() ? undefined : 'must be Unicode text; a surrogate stands alone in it';
}

function nameOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'an array' : `a JSON ${typeof value}`;
}

function quoted(value: unknown): string {
  const text = String(value);
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
}

/** A string of a form that holds ASCII only (the regular expressions of R4 2.24.0.1). */
function formed(form: RegExp, advice: string): CheckPrimitive {
  return value => {
    if (typeof value === 'string' && form.test(value)) return undefined;
    return textProblem(value) ?? `${quoted(value)} ${advice}`;
  };
}

/** A string of a form that any character may stand in. */
function worded(form: RegExp, advice: string): CheckPrimitive {
  return value =>
    textProblem(value) ?? (form.test(value as string) ? undefined : `${quoted(value)} ${advice}`);
}

function text(value: unknown): string | undefined {
  const problem = textProblem(value);
  if (problem) return problem;
  return (value as string).length > megabyte
    ? 'must not be longer than 1 MB; attach it as a Binary'
    : undefined;
}

/** Narratives have their own rules (txt-1, txt-2) and no limit. */
function xhtml(value: unknown): string | undefined {
  return textProblem(value);
}

/** A date of the calendar, written as its type asks. */
function dated(form: RegExp, advice: string): CheckPrimitive {
  const check = formed(form, advice);
  return value => {
    const problem = check(value);
    if (problem) return problem;
    if (isSurelyCalendar(value as string)) return undefined;
    return parseDateInterval(value as string) ? undefined : `${quoted(value)} is not a date of the calendar`;
  };
}

/** Every month has 28 days; the form has already told the rest. */
function isSurelyCalendar(date: string): boolean {
  return date.length < 10 || date.slice(8, 10) <= '28';
}

function whole(low: number, advice: string): CheckPrimitive {
  return value => {
    if (typeof value !== 'number') return `must be a JSON number, not ${nameOf(value)}`;
    return Number.isInteger(value) && value >= low && value <= 2_147_483_647
      ? undefined
      : `${value} ${advice}`;
  };
}

function decimal(value: unknown): string | undefined {
  if (typeof value !== 'number') return `must be a JSON number, not ${nameOf(value)}`;
  return Number.isFinite(value) ? undefined : 'is too large a number';
}

function boolean(value: unknown): string | undefined {
  return typeof value === 'boolean'
    ? undefined
    : `must be true or false without quotes, not ${nameOf(value)}`;
}

/** The form of R4 in groups of four would backtrack without end on hostile text; this reads it once. */
function base64Binary(value: unknown): string | undefined {
  if (typeof value !== 'string') return `must be a JSON string, not ${nameOf(value)}`;
  const packed = /\s/.test(value) ? value.replace(/\s+/g, '') : value;
  if (packed === '') return 'must not be empty; leave the element out instead';
  return packed.length % 4 === 0 && /^[0-9A-Za-z+/]+={0,2}$/.test(packed)
    ? undefined
    : 'is not base64 (RFC 4648)';
}

const year = '(?!0000)[0-9]{4}';
const day = '(0[1-9]|[12][0-9]|3[01])';
const month = '(0[1-9]|1[0-2])';
const clock = '([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?';
const zone = '(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))';

const uri = worded(/^\S*$/, 'must not hold spaces');

export const primitives: Readonly<Record<string, CheckPrimitive>> = {
  base64Binary,
  boolean,
  canonical: uri,
  code: worded(/^\S+(\s\S+)*$/, 'must not begin or end with a space, nor hold two in a row'),
  date: dated(new RegExp(`^${year}(-${month}(-${day})?)?$`), 'must be written YYYY, YYYY-MM or YYYY-MM-DD'),
  dateTime: dated(
    new RegExp(`^${year}(-${month}(-${day}(T${clock}${zone})?)?)?$`),
    'must be written YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss with a zone (Z or ±hh:mm)',
  ),
  decimal,
  id: formed(/^[A-Za-z0-9\-.]{1,64}$/, 'must be 1 to 64 letters, digits, "-" or "."'),
  instant: dated(
    new RegExp(`^${year}-${month}-${day}T${clock}${zone}$`),
    'must be written YYYY-MM-DDThh:mm:ss with a zone (Z or ±hh:mm)',
  ),
  integer: whole(-2_147_483_648, 'must be a whole number of 32 bits'),
  markdown: text,
  oid: formed(/^urn:oid:[0-2](\.(0|[1-9][0-9]*))+$/, 'must be written urn:oid:1.2.3'),
  positiveInt: whole(1, 'must be a whole number of 1 or more'),
  string: text,
  time: formed(new RegExp(`^${clock}$`), 'must be written hh:mm:ss'),
  unsignedInt: whole(0, 'must be a whole number of 0 or more'),
  uri,
  url: uri,
  uuid: formed(
    /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
    'must be written urn:uuid: and a UUID in lower case',
  ),
  xhtml,
};
