/** What FHIR allows no string to hold: control characters, and white space other than space, tab and line end. */
const cleaned = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
    .replaceAll(/[\u0000-\u0008\u000e-\u001f\u007f]/g, '')
    .replaceAll(/[^\S \r\n\t]/g, ' ')
    .replace(/^[\r\n]+/, '')
    .trimEnd();

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

function tidied(value: unknown): unknown {
  if (typeof value === 'string') return cleaned(value);
  if (Array.isArray(value)) return value.map(tidied).filter(item => !isEmpty(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, tidied(item)] as const);
  return Object.fromEntries(entries.filter(([, item]) => !isEmpty(item)));
}

/** A value as FHIR wants it (R4 2.6.2): no empty elements, no characters that a string may not hold. */
export function tidy<T>(value: T): T {
  return tidied(value) as T;
}
