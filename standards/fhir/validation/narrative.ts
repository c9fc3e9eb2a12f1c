const tags = new Set(
  'a abbr acronym b big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img li ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var'.split(
    ' ',
  ),
);

const attributes = new Set(
  'abbr accesskey align alt axis bgcolor border cellhalign cellpadding cellspacing cellvalign char charoff charset cite class colspan compact coords dir frame headers height href hreflang hspace id lang longdesc name nowrap rel rev rowspan rules scope shape span src start style summary tabindex title type valign value vspace width xml:lang xml:space xmlns'.split(
    ' ',
  ),
);

const token =
  /<!--[\s\S]*?-->|<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const attribute = /([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const entity = /&(?!(?:[A-Za-z][A-Za-z0-9]*|#\d+|#x[0-9A-Fa-f]+);)/;

/** Has a narrative something to read or see in it (txt-2)? */
export function hasContent(text: string): boolean {
  return /<img[\s/>]/.test(text) || text.replace(/<[^<>]*>/g, '').trim() !== '';
}

/**
 * Is this text a narrative as R4 allows (2.4.0.1, txt-1): well-formed XHTML, one `div` of the XHTML namespace,
 * only formatting tags and attributes, no scripts?
 */
export function isNarrative(text: string): boolean {
  const trimmed = text.trim();
  if (!/^<(\w+:)?div[\s>/]/.test(trimmed) || entity.test(trimmed)) return false;
  const open: string[] = [];
  let at = 0;
  while (at < trimmed.length) {
    if (trimmed[at] !== '<') {
      const end = trimmed.indexOf('<', at);
      if (open.length === 0 || end < 0) return false;
      at = end;
      continue;
    }
    token.lastIndex = at;
    const match = token.exec(trimmed);
    if (!match || !isAllowed(match, open)) return false;
    at = token.lastIndex;
    if (open.length === 0 && at < trimmed.length) return false;
  }
  return open.length === 0;
}

function isAllowed(
  [text, closing, tag, attributeText, selfClosing]: RegExpExecArray,
  open: string[],
): boolean {
  if (text.startsWith('<!--')) return open.length > 0;
  if (!tags.has(tag!)) return false;
  if (closing) return open.pop() === tag;
  if (open.length === 0 && !attributeText!.includes('http://www.w3.org/1999/xhtml')) return false;
  if (!selfClosing) open.push(tag!);
  return [...attributeText!.matchAll(attribute)].every(([, name, double, single]) =>
    isSafe(name!, double ?? single ?? ''),
  );
}

function isSafe(name: string, value: string): boolean {
  if (!attributes.has(name)) return false;
  return !/^\s*(javascript|vbscript|data:text\/html)/i.test(value);
}
