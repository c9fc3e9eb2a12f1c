/** Where a page ended: the sort keys of its last row. Opaque to callers, stable under writes. */
export type Position = (string | number | null)[];

export const toCursor = (position: Position): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

/** What a key is, as the statement will read it. */
export type KeyKind = 'text' | 'float8' | 'timestamptz' | 'int' | 'uuid';

/** Years 0 to 9999, in milliseconds: what PostgreSQL and FHIR both know. */
const [first, last] = [Date.parse('0000-01-01'), Date.parse('9999-12-31')];
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const fits: Record<KeyKind, (value: unknown) => boolean> = {
  text: value => typeof value === 'string',
  float8: value => typeof value === 'number',
  timestamptz: value => typeof value === 'number' && value >= first && value <= last,
  int: value => Number.isInteger(value) && Math.abs(value as number) < 2 ** 31,
  uuid: value => typeof value === 'string' && uuid.test(value),
};

const isPosition = (value: unknown, kinds: readonly KeyKind[]): value is Position =>
  Array.isArray(value) &&
  value.length === kinds.length &&
  value.every((item, at) => item === null || fits[kinds[at]!](item));

/** Undefined when it is not a cursor of those keys: made up, or of another search. */
export function fromCursor(cursor: string, kinds: readonly KeyKind[]): Position | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return isPosition(value, kinds) ? value : undefined;
  } catch {
    return undefined;
  }
}
