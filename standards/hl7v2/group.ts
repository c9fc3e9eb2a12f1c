import type { Segment } from './parse.ts';

/**
 * Cuts a run of segments into groups, each begun by a segment of one of the names; what precedes the first is
 * given apart. `opens` may refuse a beginning, when a group is begun by either of two segments (ORC, OBR).
 */
export function groups(
  segments: readonly Segment[],
  opens: (segment: Segment, group: readonly Segment[]) => boolean,
): { before: Segment[]; groups: Segment[][] } {
  const before: Segment[] = [];
  const found: Segment[][] = [];
  for (const segment of segments) {
    const last = found.at(-1);
    if (opens(segment, last ?? [])) found.push([segment]);
    else (last ?? before).push(segment);
  }
  return { before, groups: found };
}
