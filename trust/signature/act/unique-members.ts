/** Strings and punctuation of JSON; what lies between is numbers, words and space. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g;

/**
 * Whether no object of a JSON text says a member twice (RFC 7493 §2.3, which RFC 8785 §3.1 asks for): of two, each reader
 * would choose its own, and one of them was not signed. The text has been parsed: its syntax is right.
 */
export function hasUniqueMembers(text: string): boolean {
  const open: (Set<string> | undefined)[] = [];
  let last = '';
  for (const [token] of text.matchAll(tokens)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      const name = JSON.parse(last) as string;
      const names = open.at(-1);
      if (names?.has(name)) return false;
      names?.add(name);
    }
    last = token;
  }
  return true;
}
