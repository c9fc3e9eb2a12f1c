const tags: ReadonlySet<string> = new Set(
  'a abbr acronym address area b basefont bdo big blockquote br caption cite code col colgroup dd dfn dir div dl dt em font h1 h2 h3 h4 h5 h6 hr i img kbd li map menu ol p pre q s samp small span strike strong sub sup table tbody td tfoot th thead tr tt u ul var'.split(
    ' ',
  ),
);

const attributes: ReadonlySet<string> = new Set(
  'abbr accesskey align alt axis bgcolor border cellhalign cellpadding cellspacing cellvalign char charoff charset cite class clear color colspan compact coords dir face frame headers height href hreflang hspace id ismap lang longdesc name nohref noshade nowrap rel rev rowspan rules scope shape size space span src start style summary tabindex title type usemap valign value vspace width xml:lang xml:space xmlns'.split(
    ' ',
  ),
);

const entity = /&(?!(?:[A-Za-z][A-Za-z0-9]*|#\d+|#x[0-9A-Fa-f]+);)/;
const script = /^\s*(javascript|vbscript|data:text\/html)/i;
const xhtml = 'http://www.w3.org/1999/xhtml';

/** Has a narrative something to read or see in it (txt-2)? */
export function hasContent(text: string): boolean {
  let at = 0;
  while (at < text.length) {
    const tag = text.indexOf('<', at);
    const end = tag < 0 ? text.length : tag;
    while (at < end && isSpace(text.charCodeAt(at))) at++;
    // A space that is not of ASCII (U+00A0, U+3000) is a space too.
    if (at < end && text.slice(at, end).trim() !== '') return true;
    if (tag < 0) return false;
    if (/^<img[\s/>]/.test(text.slice(tag, tag + 5))) return true;
    at = afterTag(text, tag);
  }
  return false;
}

function afterTag(text: string, tag: number): number {
  const close = text.startsWith('<!--', tag) ? text.indexOf('-->', tag + 4) + 2 : text.indexOf('>', tag);
  return close < 2 ? text.length : close + 1;
}

/**
 * Is this text a narrative as R4 allows (2.4.0.1, txt-1): well-formed XHTML, one `div` of the XHTML namespace,
 * only formatting tags and attributes, no scripts? Read once from left to right.
 */
export function isNarrative(text: string): boolean {
  const reader: Reader = { text: text.trim(), at: 0, open: [] };
  if (reader.text.includes('&') && entity.test(reader.text)) return false;
  if (!/^<(\w+:)?div[\s>/]/.test(reader.text)) return false;
  do {
    if (!readTag(reader)) return false;
    if (reader.open.length === 0) return reader.at === reader.text.length;
    reader.at = reader.text.indexOf('<', reader.at);
  } while (reader.at >= 0);
  return false;
}

interface Reader {
  text: string;
  at: number;
  /** Elements that are not closed yet. */
  open: string[];
}

const [bang, slash, greater, equal, quote, apostrophe] = [33, 47, 62, 61, 34, 39];

function readTag(reader: Reader): boolean {
  const { text, at, open } = reader;
  const next = text.charCodeAt(at + 1);
  if (next === bang) return open.length > 0 && readComment(reader);
  if (next === slash) return readClosing(reader);
  const end = wordEnd(text, at + 1);
  const name = text.slice(at + 1, end);
  if (!tags.has(name)) return false;
  reader.at = end;
  return readAttributes(reader, name);
}

function readComment(reader: Reader): boolean {
  const { text, at } = reader;
  const end = text.startsWith('<!--', at) ? text.indexOf('-->', at + 4) : -1;
  reader.at = end + 3;
  return end >= 0;
}

function readClosing(reader: Reader): boolean {
  const { text, at, open } = reader;
  const end = wordEnd(text, at + 2);
  if (open.pop() !== text.slice(at + 2, end)) return false;
  const close = spaceEnd(text, end);
  reader.at = close + 1;
  return text.charCodeAt(close) === greater;
}

/** From after the name of an element to after its `>`. */
function readAttributes(reader: Reader, name: string): boolean {
  const { text, open } = reader;
  let named = open.length > 0;
  for (;;) {
    const from = reader.at;
    const at = spaceEnd(text, from);
    const code = text.charCodeAt(at);
    if (code === greater || code === slash) return named && readEnd(reader, at, name);
    if (at === from) return false;
    const value = readAttribute(reader, at);
    if (value === undefined) return false;
    named ||= value.includes(xhtml);
  }
}

function readEnd(reader: Reader, at: number, name: string): boolean {
  const { text, open } = reader;
  if (text.charCodeAt(at) === greater) {
    open.push(name);
    reader.at = at + 1;
    return true;
  }
  reader.at = at + 2;
  return text.charCodeAt(at + 1) === greater;
}

/** The value of an allowed attribute. */
function readAttribute(reader: Reader, at: number): string | undefined {
  const { text } = reader;
  const end = wordEnd(text, at);
  if (!attributes.has(text.slice(at, end))) return undefined;
  const sign = spaceEnd(text, end);
  const from = spaceEnd(text, sign + 1);
  const mark = text.charCodeAt(from);
  if (text.charCodeAt(sign) !== equal || (mark !== quote && mark !== apostrophe)) return undefined;
  const close = text.indexOf(mark === quote ? '"' : "'", from + 1);
  if (close < 0) return undefined;
  const value = text.slice(from + 1, close);
  reader.at = close + 1;
  return value.includes('<') || script.test(value) ? undefined : value;
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function spaceEnd(text: string, from: number): number {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** Where the name that begins here ends: letters, digits, `_`, `:` and `-`. */
function wordEnd(text: string, from: number): number {
  let at = from;
  while (isWord(text.charCodeAt(at))) at++;
  return at;
}

function isWord(code: number): boolean {
  if (code >= 97) return code <= 122;
  if (code >= 65) return code <= 90 || code === 95;
  return code >= 48 ? code <= 58 : code === 45;
}
