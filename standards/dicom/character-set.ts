/** Turns the bytes of a text value into characters. */
export type Decode = (bytes: Uint8Array) => string;

/** Defined terms of (0008,0005) to encoding labels (PS3.3 C.12.1.1.2, tables C.12-2 to C.12-5). */
const encodings: Readonly<Record<string, string>> = {
  'IR 6': 'windows-1252',
  'IR 100': 'windows-1252',
  'IR 101': 'iso-8859-2',
  'IR 109': 'iso-8859-3',
  'IR 110': 'iso-8859-4',
  'IR 144': 'iso-8859-5',
  'IR 127': 'iso-8859-6',
  'IR 126': 'iso-8859-7',
  'IR 138': 'iso-8859-8',
  'IR 148': 'windows-1254',
  'IR 203': 'iso-8859-15',
  'IR 13': 'shift_jis',
  'IR 166': 'windows-874',
  'IR 192': 'utf-8',
  'IR 149': 'euc-kr',
  'IR 58': 'gb18030',
  GB18030: 'gb18030',
  GBK: 'gbk',
};

/** Escape sequences that switch the code in use (PS3.3 tables C.12-3 and C.12-4), as text after ESC. */
const escapes: readonly (readonly [string, string])[] = [
  ['$)C', 'euc-kr'],
  ['$)A', 'gb18030'],
  ['$B', 'jis'],
  ['$(D', 'jis'],
  ['-A', 'windows-1252'],
  ['-B', 'iso-8859-2'],
  ['-C', 'iso-8859-3'],
  ['-D', 'iso-8859-4'],
  ['-L', 'iso-8859-5'],
  ['-G', 'iso-8859-6'],
  ['-F', 'iso-8859-7'],
  ['-H', 'iso-8859-8'],
  ['-M', 'windows-1254'],
  ['-b', 'iso-8859-15'],
  ['-T', 'windows-874'],
  [')I', 'shift_jis'],
  ['(J', 'shift_jis'],
  ['(B', 'windows-1252'],
];

const labelOf = (term: string): string | undefined =>
  encodings[term.replace(/^ISO[_ ]/, '').replace('2022 ', '')];

/** Several encodings with escapes: the initial one is the first value, ASCII's when it is empty. */
function decodeWithEscapes(bytes: Uint8Array, initial: string): string {
  const raw = Array.from(bytes, byte => String.fromCharCode(byte)).join('');
  return raw
    .split('\u001b')
    .map((run, index) => (index === 0 ? decodeRun(run, initial) : decodeEscaped(run, initial)))
    .join('');
}

function decodeEscaped(run: string, initial: string): string {
  const found = escapes.find(([sequence]) => run.startsWith(sequence));
  return found ? decodeRun(run.slice(found[0].length), found[1]) : decodeRun(run, initial);
}

function decodeRun(run: string, label: string): string {
  const bytes = Uint8Array.from(run, character => character.charCodeAt(0));
  if (label !== 'jis') return new TextDecoder(label).decode(bytes);
  // The label knows the switch itself; without it the bytes would be read as ASCII.
  return new TextDecoder('iso-2022-jp').decode(Uint8Array.of(0x1b, 0x24, 0x42, ...bytes));
}

/** Bytes that are valid UTF-8 are UTF-8; senders that declare nothing usually mean Latin-1. */
function decodeUndeclared(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/**
 * The decoder for the text values of an instance.
 * @param declared values of Specific Character Set (0008,0005); empty or unknown: what the bytes look like.
 * @see PS3.3 C.12.1.1.2, PS3.5 6.1
 */
export function decoderOf(declared: readonly string[]): Decode {
  const [first = '', ...others] = declared.map(term => term.trim());
  const label = labelOf(first);
  if (others.length > 0) return bytes => decodeWithEscapes(bytes, label ?? 'windows-1252');
  if (!label) return decodeUndeclared;
  return bytes =>
    bytes.includes(0x1b) ? decodeWithEscapes(bytes, label) : new TextDecoder(label).decode(bytes);
}
