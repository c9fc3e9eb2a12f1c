import { primitives } from '../primitive.ts';

/**
 * The forms of primitives, read character by character where that tells enough. What is not plain (letters beyond
 * ASCII in a code, a day after the 28th) is put to the full check.
 */
export type Accept = (value: unknown) => boolean;

function full(type: string): Accept {
  const problemOf = primitives[type]!;
  return value => problemOf(value) === undefined;
}

const fullText = full('string');

function text(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const { length } = value;
  if (length === 0 || length > 64) return fullText(value);
  for (let at = 0; at < length; at++) {
    const code = value.charCodeAt(at);
    if (code < 32 || code >= 0xd800) return fullText(value);
  }
  return true;
}

const fullUri = full('uri');

function uri(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const { length } = value;
  if (length === 0) return false;
  for (let at = 0; at < length; at++) {
    const code = value.charCodeAt(at);
    if (code <= 32 || code >= 127) return fullUri(value);
  }
  return true;
}

const fullCode = full('code');

/** A code with a space in it is rare. */
function code(value: unknown): boolean {
  return uri(value) || fullCode(value);
}

function isIdCode(code: number): boolean {
  if (code >= 97) return code <= 122;
  if (code >= 65) return code <= 90;
  return code >= 48 ? code <= 57 : code === 45 || code === 46;
}

/** Are these the characters of an id? */
export function isId(value: string, from: number): boolean {
  const { length } = value;
  if (length === from || length - from > 64) return false;
  for (let at = from; at < length; at++) if (!isIdCode(value.charCodeAt(at))) return false;
  return true;
}

function id(value: unknown): boolean {
  return typeof value === 'string' && isId(value, 0);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** `YYYY-MM-DD`, of the twentieth or twenty-first century and of a day that every month has. */
function isPlainDay(text: string): boolean {
  const century = text.charCodeAt(0) === 49 ? 57 : 48;
  if (text.charCodeAt(1) !== century || (century === 48 && text.charCodeAt(0) !== 50)) return false;
  if (!isDigit(text.charCodeAt(2)) || !isDigit(text.charCodeAt(3)) || text.charCodeAt(4) !== 45) return false;
  const month = text.charCodeAt(5);
  const ofMonth = text.charCodeAt(6);
  if (month === 48 ? ofMonth < 49 || ofMonth > 57 : month !== 49 || ofMonth < 48 || ofMonth > 50)
    return false;
  const day = text.charCodeAt(8);
  const ofDay = text.charCodeAt(9);
  if (text.charCodeAt(7) !== 45 || !isDigit(ofDay)) return false;
  return day === 48 ? ofDay !== 48 : day === 49 || (day === 50 && ofDay !== 57);
}

function dated(type: string): Accept {
  const check = full(type);
  return value => {
    if (typeof value !== 'string') return false;
    return (value.length === 10 && isPlainDay(value)) || check(value);
  };
}

function isSmall(text: string, at: number): boolean {
  const ten = text.charCodeAt(at);
  return ten >= 48 && ten <= 53 && isDigit(text.charCodeAt(at + 1));
}

function isHour(text: string, at: number): boolean {
  const ten = text.charCodeAt(at);
  const one = text.charCodeAt(at + 1);
  return ten === 50 ? one >= 48 && one <= 51 : (ten === 48 || ten === 49) && isDigit(one);
}

/** `YYYY-MM-DDThh:mm:ss` with `Z` or `±hh:mm`. */
function isPlainTime(text: string): boolean {
  if (!isPlainDay(text) || text.charCodeAt(10) !== 84) return false;
  if (!isHour(text, 11) || text.charCodeAt(13) !== 58 || !isSmall(text, 14)) return false;
  if (text.charCodeAt(16) !== 58 || !isSmall(text, 17)) return false;
  const sign = text.charCodeAt(19);
  if (sign === 90) return text.length === 20;
  return text.length === 25 && (sign === 45 || sign === 43) && isPlainZone(text);
}

function isPlainZone(text: string): boolean {
  const ten = text.charCodeAt(20);
  if (ten !== 48 && !(ten === 49 && text.charCodeAt(21) <= 51)) return false;
  return isDigit(text.charCodeAt(21)) && text.charCodeAt(22) === 58 && isSmall(text, 23);
}

function timed(type: string): Accept {
  const check = full(type);
  return value => {
    if (typeof value !== 'string') return false;
    if (
      value.length >= 20 ? isPlainTime(value) : value.length === 10 && type !== 'instant' && isPlainDay(value)
    )
      return true;
    return check(value);
  };
}

export const accepts: Readonly<Record<string, Accept>> = {
  ...Object.fromEntries(Object.keys(primitives).map(type => [type, full(type)])),
  string: text,
  markdown: text,
  uri,
  url: uri,
  canonical: uri,
  code,
  id,
  date: dated('date'),
  dateTime: timed('dateTime'),
  instant: timed('instant'),
};
