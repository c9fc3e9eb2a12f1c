import type { Random } from '../population/random.ts';
import { draw, type Picture } from './picture.ts';

/** An ellipsoid of the phantom (after Shepp and Logan, in space): centre, half axes, Hounsfield units. */
interface Ellipsoid {
  at: readonly [x: number, y: number, z: number];
  axes: readonly [x: number, y: number, z: number];
  hounsfield: number;
  /** Radians, about the axis of the body. */
  turn?: number;
  /** Folds of its edge. */
  folds?: number;
}

const both = (shape: Ellipsoid): Ellipsoid[] => {
  const [x, y, z] = shape.at;
  return [shape, { ...shape, at: [-x, y, z], turn: -(shape.turn ?? 0) }];
};

/** The last that holds a point says what is there. The front of the head is towards negative y. */
const phantom: readonly Ellipsoid[] = [
  { at: [0, -0.9, -0.6], axes: [0.12, 0.16, 0.2], hounsfield: 45 },
  { at: [0, 0, 0], axes: [0.72, 0.92, 0.9], hounsfield: 45 },
  { at: [0, 0, 0], axes: [0.69, 0.885, 0.87], hounsfield: 1000 },
  { at: [0, 0, 0], axes: [0.62, 0.815, 0.8], hounsfield: 11 },
  { at: [0, 0, 0], axes: [0.6, 0.795, 0.78], hounsfield: 37, folds: 0.018 },
  ...both({ at: [0.27, 0, 0.12], axes: [0.25, 0.62, 0.5], hounsfield: 28, turn: 0.06, folds: 0.05 }),
  { at: [0, 0, 0.36], axes: [0.012, 0.79, 0.42], hounsfield: 58 },
  ...both({ at: [0.23, -0.06, 0], axes: [0.09, 0.2, 0.16], hounsfield: 39, turn: 0.3 }),
  ...both({ at: [0.11, 0, 0.12], axes: [0.05, 0.32, 0.2], hounsfield: 7, turn: 0.22 }),
  { at: [0, 0.02, -0.1], axes: [0.022, 0.13, 0.1], hounsfield: 8 },
  { at: [0, 0.2, -0.04], axes: [0.028, 0.028, 0.05], hounsfield: 170 },
  { at: [0, 0.36, -0.42], axes: [0.4, 0.24, 0.22], hounsfield: 35, folds: 0.03 },
  { at: [0, 0.22, -0.42], axes: [0.05, 0.05, 0.1], hounsfield: 8 },
  { at: [0, -0.74, -0.62], axes: [0.15, 0.14, 0.18], hounsfield: -900 },
  ...both({ at: [0.27, -0.66, -0.58], axes: [0.13, 0.15, 0.14], hounsfield: 12 }),
  ...both({ at: [0.5, 0.36, -0.6], axes: [0.09, 0.12, 0.12], hounsfield: -500 }),
];

function holds({ at, axes, turn = 0, folds = 0 }: Ellipsoid, x: number, y: number, z: number): boolean {
  const [dx, dy, dz] = [x - at[0], y - at[1], z - at[2]];
  // Most points are far from most shapes: no turning for those.
  const reach = Math.max(axes[0], axes[1]) * 1.1;
  if (Math.abs(dz) > axes[2] * 1.1 || Math.abs(dx) > reach || Math.abs(dy) > reach) return false;
  const along = (dx * Math.cos(turn) + dy * Math.sin(turn)) / axes[0];
  const across = (dy * Math.cos(turn) - dx * Math.sin(turn)) / axes[1];
  const edge = folds === 0 ? 1 : 1 + folds * Math.sin(17 * Math.atan2(across, along) + 9 * z);
  return along * along + across * across + (dz / axes[2]) ** 2 < edge * edge;
}

const hounsfieldAt = (x: number, y: number, z: number): number =>
  phantom.findLast(shape => holds(shape, x, y, z))?.hounsfield ?? -1000;

/** Half of what is looked at, in millimetres. */
export const headHalf = { width: 110, height: 90 };
/** Added to Hounsfield units, so that what is stored is never negative (PS3.3 C.11.1). */
export const headOffset = 1024;

/** Where each slice lies, from the base up, in shares of half the height. */
export const headSlices = (count: number): number[] =>
  Array.from({ length: count }, (_, index) => -0.85 + (1.7 * index) / (count - 1));

/** One slice of a head, as a scanner with some noise would give it. */
export function headSlice(z: number, random: Random): Picture {
  const size = { columns: 128, rows: 128, bits: 16, brightest: headOffset + 1200 } as const;
  return draw(size, ({ x, y }) => headOffset + hounsfieldAt(x, y, z) + random.normal(0, 3));
}
