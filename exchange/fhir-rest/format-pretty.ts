const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * JSON indented for a person, from JSON: numbers keep every digit they were written with (a decimal's precision
 * means something in FHIR), which parsing and writing again would lose.
 */
export function formatPretty(json: string): string {
  let depth = 0;
  let previous = '';
  const line = (): string => `\n${'  '.repeat(depth)}`;
  const out = (json.match(tokens) ?? []).map(token => {
    const empty = (token === '}' && previous === '{') || (token === ']' && previous === '[');
    const opensLine = (previous === '{' || previous === '[' || previous === ',') && !empty;
    if (token === '}' || token === ']') depth--;
    const closesLine = (token === '}' || token === ']') && !empty;
    const before = opensLine || closesLine ? line() : previous === ':' ? ' ' : '';
    if (token === '{' || token === '[') depth++;
    previous = token;
    return before + token;
  });
  return `${out.join('')}\n`;
}
