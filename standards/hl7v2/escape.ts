import type { Charset } from './charset.ts';
import type { Delimiters } from './delimiters.ts';

const formatting: Record<string, string> = {
  br: '\n',
  sp: '\n',
  sk: ' ',
  in: '',
  ti: '',
  fi: '',
  nf: '',
  ce: '\n',
};

/** `.br`, `.sp3`, `.in+4` (v2.5.1 2.7.6): line ends stay line ends, indentation is left to the reader. */
function formatted(command: string): string | undefined {
  const found = /^\.(br|sp|sk|in|ti|fi|nf|ce)\s*([+-]?\d*)$/i.exec(command);
  const text = found ? formatting[found[1]?.toLowerCase() ?? ''] : undefined;
  if (text === undefined || !found) return undefined;
  const times = Math.min(Math.abs(Number(found[2] || 1)), 100);
  return text.repeat(Math.max(times, 1));
}

function hexadecimal(digits: string, charset: Charset): string | undefined {
  if (!/^(?:[0-9A-Fa-f]{2})+$/.test(digits)) return undefined;
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], pair => Number.parseInt(pair, 16));
  return new TextDecoder(charset).decode(bytes);
}

function sequence(body: string, delimiters: Delimiters, charset: Charset): string | undefined {
  const plain: Record<string, string | undefined> = {
    F: delimiters.field,
    S: delimiters.component,
    T: delimiters.subcomponent,
    R: delimiters.repetition,
    E: delimiters.escape,
    P: delimiters.truncation ?? '#',
    H: '', // highlighting on
    N: '', // highlighting off
  };
  if (Object.hasOwn(plain, body)) return plain[body];
  if (body.startsWith('X')) return hexadecimal(body.slice(1), charset);
  return body.startsWith('.') ? formatted(body) : undefined;
}

/**
 * Replaces escape sequences by what they stand for (v2.5.1 2.7). A sequence that is not known (local `\Z..\`,
 * character set switches) and a lone escape character (`C:\temp`) stay as they were written.
 */
export function unescapeText(text: string, delimiters: Delimiters, charset: Charset): string {
  const mark = delimiters.escape;
  if (!mark || !text.includes(mark)) return text;
  let result = '';
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf(mark, at);
    const close = open < 0 ? -1 : text.indexOf(mark, open + 1);
    if (close < 0) break;
    const meaning = sequence(text.slice(open + 1, close), delimiters, charset);
    result += text.slice(at, open) + (meaning ?? mark + (close === open + 1 ? mark : ''));
    at = meaning === undefined && close !== open + 1 ? open + 1 : close + 1;
  }
  return result + text.slice(at);
}

/** Writes text so that `unescapeText` gives it back: separators, line ends and control characters escaped. */
export function escapeText(text: string, delimiters: Delimiters): string {
  const { field, component, subcomponent, repetition, escape: mark } = delimiters;
  if (!mark) return text.replaceAll(/[\r\n]/g, ' ');
  const letters = new Map([
    [mark, 'E'],
    [field, 'F'],
    [component, 'S'],
    [subcomponent, 'T'],
    [repetition, 'R'],
  ]);
  const one = (character: string): string => {
    if (character === '\n') return `${mark}.br${mark}`;
    const letter = letters.get(character);
    if (letter) return mark + letter + mark;
    const code = character.codePointAt(0) ?? 32;
    return code < 32 ? `${mark}X${code.toString(16).padStart(2, '0').toUpperCase()}${mark}` : character;
  };
  return Array.from(text, one).join('');
}
