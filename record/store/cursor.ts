/** Where a page ended: the sort keys of its last row. Opaque to callers, stable under writes. */
export type Position = (string | number | null)[];

export const toCursor = (position: Position): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

const isPosition = (value: unknown, length: number): value is Position =>
  Array.isArray(value) &&
  value.length === length &&
  value.every(item => item === null || typeof item === 'string' || typeof item === 'number');

/** Undefined when it is not a cursor of that many keys: made up, or of another search. */
export function fromCursor(cursor: string, length: number): Position | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return isPosition(value, length) ? value : undefined;
  } catch {
    return undefined;
  }
}
