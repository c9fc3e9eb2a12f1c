import {
  type InnerList,
  type Item,
  parseDictionary,
  serializeBareItem,
  serializeDictionary,
  serializeInnerList,
  serializeItem,
} from 'structured-headers';

/** A message as it was sent. Header names in any case; several lines of one field as a list. */
export interface HttpMessage {
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Of a request: the method, and the whole address as the client wrote it. */
  method?: string;
  url?: string;
  /** Of a response. */
  status?: number;
}

/** A component that cannot be covered: absent, unknown, or written in two ways. */
export class NotCovered extends Error {}

function covered<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new NotCovered(what);
  return value;
}

/** Scheme, authority, path and query of the address, the last two as written (RFC 3986 §3). */
const address = /^(https?):\/\/([^/?#@\s]+)([^?#\s]*)(\?[^#\s]*)?$/i;

interface Target {
  scheme: string;
  authority: string;
  path: string;
  query: string;
}

function targetOf(url: string): Target {
  const [, scheme, authority, path, query] = covered(address.exec(url) ?? undefined, '@target-uri');
  return {
    scheme: scheme!.toLowerCase(),
    // The default port is left out (RFC 9421 §2.2.3).
    authority: URL.canParse(url) ? new URL(url).host : authority!.toLowerCase(),
    path: path === '' ? '/' : path!,
    query: query ?? '',
  };
}

const target = ({ url }: HttpMessage): Target => targetOf(covered(url, '@target-uri'));

/** As forms encode, but for spaces (RFC 9421 §2.2.8; the URL standard's application/x-www-form-urlencoded set). */
const percentEncoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()~]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Exactly one value under that name (RFC 9421 §2.2.8), percent-encoded. */
function queryParameter(message: HttpMessage, name: unknown): string {
  const values = new URLSearchParams(target(message).query).getAll(decodeURIComponent(String(name)));
  return percentEncoded(covered(values.length === 1 ? values[0] : undefined, '@query-param'));
}

const derived: Record<string, (message: HttpMessage, parameters: Item[1]) => string> = {
  '@method': ({ method }) => covered(method, '@method'),
  '@target-uri': message => {
    const { scheme, authority, path, query } = target(message);
    return `${scheme}://${authority}${path}${query}`;
  },
  '@authority': message => target(message).authority,
  '@scheme': message => target(message).scheme,
  '@request-target': message => `${target(message).path}${target(message).query}`,
  '@path': message => target(message).path,
  '@query': message => target(message).query || '?',
  '@query-param': (message, parameters) => queryParameter(message, parameters.get('name')),
  '@status': ({ status }) => String(covered(status, '@status')),
};

/** All lines of a field, trimmed, folds undone; undefined when there is none. */
export function fieldOf({ headers }: HttpMessage, name: string): readonly string[] | undefined {
  const lines = Object.entries(headers).filter(([key]) => key.toLowerCase() === name);
  const values = lines.flatMap(([, value]) => value ?? []);
  if (values.length === 0) return undefined;
  return values.map(value => value.trim().replaceAll(/\s*\r?\n\s+/g, ' '));
}

function dictionaryOf(text: string, name: string) {
  try {
    return parseDictionary(text);
  } catch {
    throw new NotCovered(name);
  }
}

/** A field (RFC 9421 §2.1): as it is; `bs`, each line as bytes; `key`, one member of a dictionary; `sf`, in strict form. */
function fieldValue(message: HttpMessage, name: string, parameters: Item[1]): string {
  const lines = covered(fieldOf(message, name), name);
  if (parameters.has('bs')) return lines.map(line => `:${Buffer.from(line).toString('base64')}:`).join(', ');
  const text = lines.join(', ');
  if (parameters.has('sf')) return serializeDictionary(dictionaryOf(text, name));
  if (!parameters.has('key')) return text;
  const member = covered(dictionaryOf(text, name).get(String(parameters.get('key'))), name);
  return Array.isArray(member[0]) ? serializeInnerList(member as InnerList) : serializeItem(member as Item);
}

const allowed: Record<string, readonly string[]> = { '@query-param': ['name'] };
const fieldParameters = ['sf', 'bs', 'key'];

/** Components of another message (`req`) or of its trailers (`tr`) are not known here. */
function checkParameters(name: string, parameters: Item[1]): void {
  const known = name.startsWith('@') ? (allowed[name] ?? []) : fieldParameters;
  const given = [...parameters.keys()];
  if (!given.every(it => known.includes(it))) throw new NotCovered(name);
  if (given.length > 1) throw new NotCovered(name);
}

function lineOf(message: HttpMessage, item: Item): string {
  const [name, parameters] = item;
  if (typeof name !== 'string' || name !== name.toLowerCase()) throw new NotCovered(String(name));
  checkParameters(name, parameters);
  const derive = Object.hasOwn(derived, name) ? derived[name] : undefined;
  if (derive === undefined && name.startsWith('@')) throw new NotCovered(name);
  const value = derive ? derive(message, parameters) : fieldValue(message, name, parameters);
  // Nothing may look like a line of its own (§7.5.5).
  if (/[\r\n]/.test(value)) throw new NotCovered(name);
  return `${serializeItem(item)}: ${value}`;
}

/**
 * The text that is signed (RFC 9421 §2.5): a line for each covered component, and the parameters.
 * @throws NotCovered where a component is not in the message, is unknown, or comes twice.
 */
export function signatureBase(message: HttpMessage, input: InnerList): string {
  const lines = input[0].map(item => lineOf(message, item));
  const names = input[0].map(item => serializeItem(item));
  if (new Set(names).size !== names.length) throw new NotCovered('a component twice');
  return [...lines, `${serializeBareItem('@signature-params')}: ${serializeInnerList(input)}`].join('\n');
}
