/** Text that is not FHIRPath, or an expression that cannot be evaluated on what it is given. */
export class FhirPathError extends Error {}

export interface Token {
  kind:
    | 'identifier'
    | 'quoted'
    | 'string'
    | 'number'
    | 'date'
    | 'time'
    | 'variable'
    | 'special'
    | 'symbol'
    | 'end';
  text: string;
}

const pattern =
  /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|(?<date>@\d{4}(?:-\d{2}(?:-\d{2})?)?(?:T(?:\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?(?:Z|[+-]\d{2}:\d{2})?)?)?)|(?<time>@T\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?)|(?<number>\d+(?:\.\d+)?)|(?<string>'(?:[^'\\]|\\.)*')|(?<quoted>`(?:[^`\\]|\\.)*`)|(?<variable>%(?:[A-Za-z_][\w-]*|`[^`]*`|'[^']*'))|(?<special>\$[a-z]+)|(?<identifier>[A-Za-z_]\w*)|(?<symbol><=|>=|!=|!~|[.,()[\]{}+\-*/&|=~<>])/y;

/** The tokens of a FHIRPath expression, ended by one of kind `end`. Throws FhirPathError on what is none. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const groups = pattern.exec(text)?.groups;
    if (!groups) throw new FhirPathError(`Unexpected "${text[at]}" at position ${at} of ${text}`);
    const [kind, found] = Object.entries(groups).find(([, value]) => value !== undefined) ?? [];
    if (kind) tokens.push({ kind: kind as Token['kind'], text: content(kind, found!) });
  }
  tokens.push({ kind: 'end', text: '' });
  return tokens;
}

function content(kind: string, text: string): string {
  if (kind === 'string' || kind === 'quoted') return unescaped(text.slice(1, -1));
  if (kind === 'variable') return text.slice(1).replace(/^[`'](.*)[`']$/, '$1');
  return kind === 'date' || kind === 'special' ? text.slice(1) : kind === 'time' ? text.slice(2) : text;
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', f: '\f' };

function unescaped(text: string): string {
  return text.replace(/\\(u[0-9a-fA-F]{4}|.)/g, (_, code: string) =>
    code.length > 1 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (escapes[code] ?? code),
  );
}
