/** Splits at a separator that no backslash precedes (R4 3.1.1.4.4); the parts keep their escapes. */
export function split(text: string, separator: ',' | '|' | '$'): string[] {
  const parts = [''];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    if (character === '\\' && at + 1 < text.length) parts[parts.length - 1] += character + text[++at]!;
    else if (character === separator) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}

export const unescaped = (text: string): string => text.replace(/\\([\\,|$])/g, '$1');

/** The alternatives of a value: `a,b` finds either. Empty ones find nothing and are left out. */
export const alternatives = (text: string): string[] => split(text, ',').filter(part => part !== '');
