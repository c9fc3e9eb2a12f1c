/** What JSON can say; members that are undefined are left out. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json | undefined };

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} has no canonical form (RFC 8785 §3.2.2.3)`);
  return JSON.stringify(value);
}

// Member names are sorted by UTF-16 code units (RFC 8785 §3.2.3), which is what `<` compares.
const byCodeUnits = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);

function canonicalObject(value: { readonly [name: string]: Json | undefined }): string {
  const members = Object.entries(value)
    .filter((member): member is [string, Json] => member[1] !== undefined)
    .sort(byCodeUnits);
  return `{${members.map(([name, item]) => `${JSON.stringify(name)}:${canonicalText(item)}`).join(',')}}`;
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/**
 * The one text of a JSON value (RFC 8785, JSON Canonicalization Scheme): equal values give equal bytes,
 * whatever the order in which their members were written. A lone surrogate is escaped rather than refused:
 * a strange request must still be journalled.
 */
export function canonicalText(value: Json): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return canonicalNumber(value);
  return isList(value) ? `[${value.map(canonicalText).join(',')}]` : canonicalObject(value);
}
