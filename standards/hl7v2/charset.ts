/** Text of a message and what its bytes turned out to be. */
export interface Decoded {
  text: string;
  charset: Charset;
  /** Says so when the declared character set was not what the bytes are. */
  remark?: string;
}

export type Charset = 'utf-8' | 'windows-1252' | 'iso-8859-15' | 'utf-16le' | 'utf-16be';

/** HL7 table 0211. `8859/1` is read as its superset windows-1252: it loses no byte. */
const declared: Record<string, Charset> = {
  '8859/1': 'windows-1252',
  'ISO-8859-1': 'windows-1252',
  'ISO 8859/1': 'windows-1252',
  'WINDOWS-1252': 'windows-1252',
  '8859/15': 'iso-8859-15',
  UNICODE: 'utf-8',
  'UNICODE UTF-8': 'utf-8',
  'UTF-8': 'utf-8',
  ASCII: 'utf-8',
};

const startsWith = (bytes: Uint8Array, ...prefix: number[]) => prefix.every((byte, i) => bytes[i] === byte);

function byMark(bytes: Uint8Array): Charset | undefined {
  if (startsWith(bytes, 0xfe, 0xff)) return 'utf-16be';
  if (startsWith(bytes, 0xff, 0xfe)) return 'utf-16le';
  return startsWith(bytes, 0xef, 0xbb, 0xbf) ? 'utf-8' : undefined;
}

const decodeAs = (bytes: Uint8Array, charset: Charset): string => new TextDecoder(charset).decode(bytes);

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined; // not UTF-8: the caller falls back on a character set in which every byte is a character
  }
}

/** MSH-18.1, first repetition, read off the ASCII part of the first line. */
function declaration(bytes: Uint8Array): string | undefined {
  const head = decodeAs(bytes.subarray(0, 4096), 'windows-1252');
  const start = head.search(/(?:MSH|BHS|FHS)[^A-Za-z0-9\s]/);
  if (start < 0 || !head.startsWith('MSH', start)) return undefined;
  const [line = ''] = head.slice(start).split(/[\r\n]/);
  const field = line.split(line.charAt(3))[17] ?? '';
  const [first = ''] = field.split(/[~^]/);
  return first.trim().toUpperCase() || undefined;
}

function orFallback(bytes: Uint8Array, name: string | undefined): Decoded {
  const text = utf8(bytes);
  if (text !== undefined) return { text, charset: 'utf-8' };
  const remark = name ? `MSH-18 says ${name} but the bytes are not; they were read as 8859/1.` : undefined;
  return { text: decodeAs(bytes, 'windows-1252'), charset: 'windows-1252', ...(remark ? { remark } : {}) };
}

/** Accents in UTF-8 are not sensible text in any character set of one byte (`Ã©`): the declaration is false. */
function despite(bytes: Uint8Array, name: string): Decoded | undefined {
  if (bytes.every(byte => byte < 0x80)) return undefined;
  const text = utf8(bytes);
  if (text === undefined) return undefined;
  const remark = `MSH-18 says ${name} but the bytes are UTF-8; they were read so. Send UNICODE UTF-8 in MSH-18.`;
  return { text, charset: 'utf-8', remark };
}

/**
 * Bytes to text: a byte order mark first, then MSH-18 (table 0211) unless the bytes belie it, then UTF-8 when the
 * bytes are UTF-8, and 8859/1 otherwise. Never throws; no byte is dropped except the mark.
 */
export function decode(bytes: Uint8Array): Decoded {
  const mark = byMark(bytes);
  if (mark) return { text: decodeAs(bytes, mark), charset: mark };
  const name = declaration(bytes);
  const charset = name === undefined ? undefined : declared[name];
  if (name === undefined || charset === undefined || charset === 'utf-8') return orFallback(bytes, name);
  return despite(bytes, name) ?? { text: decodeAs(bytes, charset), charset };
}

const single = (character: string): number => {
  const code = character.codePointAt(0) ?? 0;
  return code < 256 ? code : 0x3f;
};

/** Text to bytes in the sender's own character set; what it lacks becomes `?`. UTF-16 is answered in UTF-8. */
export function encode(text: string, charset: Charset): Uint8Array {
  if (charset === 'windows-1252' || charset === 'iso-8859-15') return Uint8Array.from(text, single);
  return new TextEncoder().encode(text);
}
