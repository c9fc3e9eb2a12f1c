/** One synthetic picture: its values, row by row, as they will be stored. */
export interface Picture {
  columns: number;
  rows: number;
  values: Uint8Array | Uint16Array;
}

/** One to the square, from -1 to 1 in both directions; y goes down, as rows do. */
export interface Point {
  x: number;
  y: number;
}

/** Where a point lies in an ellipse: below 1 inside, 1 on its edge. `turn` in radians. */
export function inEllipse({ x, y }: Point, cx: number, cy: number, a: number, b: number, turn = 0): number {
  const [dx, dy] = [x - cx, y - cy];
  const along = dx * Math.cos(turn) + dy * Math.sin(turn);
  const across = dy * Math.cos(turn) - dx * Math.sin(turn);
  return Math.hypot(along / a, across / b);
}

/** Distance from a point to a segment. */
export function toSegment({ x, y }: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const share = ((x - from.x) * dx + (y - from.y) * dy) / (dx * dx + dy * dy);
  const at = Math.min(1, Math.max(0, share));
  return Math.hypot(x - from.x - at * dx, y - from.y - at * dy);
}

/** 1 inside, 0 outside, and a soft edge of that width in between; `distance` is negative inside. */
export const soft = (distance: number, width = 0.02): number =>
  Math.min(1, Math.max(0, 0.5 - distance / width));

/** Five rows of each letter, a bit a column: enough to write what the picture is. */
const letters: Readonly<Record<string, readonly number[]>> = {
  D: [0b11110, 0b10001, 0b10001, 0b10001, 0b11110],
  E: [0b11111, 0b10000, 0b11110, 0b10000, 0b11111],
  M: [0b10001, 0b11011, 0b10101, 0b10001, 0b10001],
  O: [0b01110, 0b10001, 0b10001, 0b10001, 0b01110],
};

/** DEMO is written in the corner of every picture, so that none is ever taken for somebody's. */
function isLettered(column: number, row: number): boolean {
  const [across, down] = [column - 3, row - 3];
  if (across < 0 || down < 0 || down > 4 || across % 6 === 5) return false;
  const letter = 'DEMO'[Math.floor(across / 6)];
  return letter !== undefined && ((letters[letter]![down]! >> (4 - (across % 6))) & 1) === 1;
}

/** Draws a picture point by point; `brightest` is also the colour of the letters. */
export function draw(
  size: { columns: number; rows: number; bits: 8 | 16; brightest: number },
  valueAt: (point: Point) => number,
): Picture {
  const { columns, rows, bits, brightest } = size;
  const values = new (bits === 8 ? Uint8Array : Uint16Array)(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const point = { x: ((column + 0.5) / columns) * 2 - 1, y: ((row + 0.5) / rows) * 2 - 1 };
      const value = isLettered(column, row) ? brightest : valueAt(point);
      values[row * columns + column] = Math.round(Math.min(brightest, Math.max(0, value)));
    }
  }
  return { columns, rows, values };
}
