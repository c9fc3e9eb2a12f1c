import { isPlainDay, isPlainTime } from '../../plain-date.ts';
import { isId } from '../../reference.ts';
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

function id(value: unknown): boolean {
  return typeof value === 'string' && isId(value, 0);
}

function dated(type: string): Accept {
  const check = full(type);
  return value => {
    if (typeof value !== 'string') return false;
    return (value.length === 10 && isPlainDay(value)) || check(value);
  };
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
