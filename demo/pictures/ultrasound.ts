import type { Random } from '../population/random.ts';
import { draw, inEllipse, type Picture, type Point, soft } from './picture.ts';

const brightest = 255;
const size = { columns: 224, rows: 176, bits: 8, brightest } as const;

/** What sends an echo back, from 0 (fluid) to 1. */
type Echo = (point: Point) => number;

/** A liver, a gall bladder without stones, a kidney, the diaphragm behind. */
export const abdomen: Echo = point => {
  const gall = soft(inEllipse(point, 0.18, 0.02, 0.2, 0.11, 0.5) - 1, 0.15);
  const wall = soft(Math.abs(inEllipse(point, 0.18, 0.02, 0.21, 0.12, 0.5) - 1) - 0.06, 0.1);
  const kidney = soft(inEllipse(point, -0.28, 0.3, 0.26, 0.15, -0.2) - 1, 0.12);
  const sinus = soft(inEllipse(point, -0.28, 0.3, 0.13, 0.06, -0.2) - 1, 0.3);
  const diaphragm =
    soft(0.3 - point.y, 0.3) * soft(Math.abs(inEllipse(point, 0, 0.1, 0.85, 0.66) - 1) - 0.012, 0.03);
  const tissue = 0.42 * (1 - gall) - 0.2 * kidney + 0.45 * sinus;
  return tissue + 0.35 * wall + 0.5 * diaphragm;
};

/** A head and a body in their water. */
export const obstetric: Echo = point => {
  const water = soft(inEllipse(point, 0, 0.12, 0.62, 0.42) - 1, 0.08);
  const skull = soft(Math.abs(inEllipse(point, -0.26, 0.08, 0.21, 0.17) - 1) - 0.07, 0.1);
  const brain = soft(inEllipse(point, -0.26, 0.08, 0.19, 0.15) - 1, 0.1);
  const midline = soft(Math.abs(point.y - 0.08) - 0.008, 0.02) * brain;
  const body = soft(inEllipse(point, 0.16, 0.2, 0.26, 0.15, 0.25) - 1, 0.12);
  const spine = soft(Math.abs(inEllipse(point, 0.16, 0.2, 0.24, 0.12, 0.25) - 1) - 0.03, 0.06);
  const inside =
    0.16 * brain + 0.4 * midline + 0.3 * body + 0.4 * spine * (point.y > 0.22 ? 1 : 0) + 0.75 * skull;
  return 0.42 * (1 - water) + inside;
};

/** A fan of echoes with its speckle, weaker the deeper. */
export function ultrasound(echo: Echo, random: Random): Picture {
  const apex = -1.35;
  return draw(size, point => {
    const depth = Math.hypot(point.x, point.y - apex);
    const angle = Math.atan2(point.x, point.y - apex);
    if (depth < 0.45 || depth > 2.25 || Math.abs(angle) > 0.62) return 0;
    const speckle = Math.sqrt(-Math.log(1 - random.next()));
    return brightest * echo(point) * (0.35 + 0.65 * speckle) * Math.exp(-0.18 * (depth - 0.45));
  });
}
