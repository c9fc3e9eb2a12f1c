import type { Random } from '../population/random.ts';
import { draw, inEllipse, type Picture, type Point, soft, toSegment } from './picture.ts';

const brightest = 4095;
const size = { columns: 192, rows: 192, bits: 16, brightest } as const;

/** What lies in the way of the rays, in arbitrary units, becomes brightness. */
const exposed = (thickness: number, random: Random): number =>
  brightest * (1 - Math.exp(-thickness)) + random.normal(0, 35);

const lungs = (point: Point): number =>
  Math.max(
    soft(inEllipse(point, -0.4, -0.08, 0.31, 0.62, 0.08) - 1, 0.1),
    soft(inEllipse(point, 0.4, -0.08, 0.3, 0.6, -0.08) - 1, 0.1),
  );

/** Nine on each side, 0.16 apart, lower towards the flanks. */
function ribs({ x, y }: Point): number {
  if (Math.abs(x) >= 0.8) return 0;
  const bow = 0.35 * Math.abs(Math.abs(x) - 0.12) ** 1.4;
  const rank = (y - bow + 0.72) / 0.16;
  const nearest = Math.min(8, Math.max(0, Math.round(rank)));
  return soft(Math.abs(rank - nearest) * 0.16 - 0.024, 0.02);
}

const clavicles = ({ x, y }: Point): number =>
  soft(toSegment({ x: Math.abs(x), y }, { x: 0.07, y: -0.62 }, { x: 0.72, y: -0.8 }) - 0.03);

/** A chest seen from the front, the heart on the right of the picture. */
export const chest = (random: Random): Picture =>
  draw(size, point => {
    const { x, y } = point;
    const body = soft(inEllipse(point, 0, 0.25, 0.9, 1.25) - 1, 0.04);
    const heart = soft(inEllipse(point, 0.14, 0.28, 0.3, 0.34, 0.6) - 1, 0.08);
    const spine = soft(Math.abs(x) - 0.085, 0.03) * (0.8 + 0.2 * Math.sin(y * 34));
    const below = soft(0.5 - y + 0.16 * Math.abs(Math.abs(x) - 0.4) ** 2, 0.05);
    const air = lungs(point) * (1 - heart) * (1 - below);
    const bones = 0.28 * ribs(point) + 0.25 * clavicles(point) + 0.35 * spine;
    return exposed(body * (1.15 - 0.85 * air + 0.25 * heart + bones), random);
  });

interface Bone {
  from: Point;
  to: Point;
  radius: number;
}

const bone = (x1: number, y1: number, x2: number, y2: number, radius: number): Bone => ({
  from: { x: x1, y: y1 },
  to: { x: x2, y: y2 },
  radius,
});

const radius = bone(-0.2, 1.1, -0.18, 0.3, 0.14);

/** Radius, ulna, carpals, metacarpals. */
const bones: readonly Bone[] = [
  radius,
  bone(-0.26, 0.24, -0.06, 0.26, 0.1),
  bone(0.24, 1.1, 0.22, 0.34, 0.1),
  ...[-0.27, -0.09, 0.09, 0.24].map(x => bone(x, 0.06, x + 0.01, 0.07, 0.085)),
  ...[-0.3, -0.12, 0.06, 0.23].map(x => bone(x, -0.14, x, -0.13, 0.085)),
  bone(-0.42, -0.16, -0.78, -0.52, 0.065),
  ...[-0.3, -0.11, 0.08, 0.25].map(x => bone(x * 1.05, -0.32, x * 1.7, -1.1, 0.065)),
];

/** Bright at its edge, as the shell of a bone is. */
const shell = (point: Point, { from, to, radius }: Bone): number => {
  const distance = toSegment(point, from, to) - radius;
  return soft(distance, 0.02) * (0.6 + 0.4 * soft(-distance - 0.035, 0.03));
};

/** A break across the end of the radius. */
const line = ({ x, y }: Point): number =>
  soft(Math.abs(y - 0.47 - 0.25 * (x + 0.2) - 0.02 * Math.sin(40 * x)) - 0.008, 0.012) *
  soft(Math.abs(x + 0.19) - 0.17, 0.02);

/** A wrist from the front; `broken`: with the line that the report speaks of. */
export const wrist = (broken: boolean, random: Random): Picture =>
  draw(size, point => {
    const forearm = toSegment(point, { x: 0.02, y: 1.2 }, { x: 0, y: 0 }) - 0.42;
    const hand = inEllipse(point, -0.05, -0.75, 0.72, 0.85) - 1;
    const flesh = Math.max(soft(forearm, 0.05), soft(hand, 0.06));
    const bony = Math.max(...bones.map(one => shell(point, one)));
    const cleft = broken ? 0.8 * line(point) : 0;
    return exposed(0.28 * flesh + 1.5 * bony * (1 - cleft), random);
  });
