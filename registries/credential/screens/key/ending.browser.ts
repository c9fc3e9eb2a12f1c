const day = 86_400_000;

/** Whole days before an end, none when it is today. */
export const daysBefore = (end: string | Date, now: Date): number =>
  Math.max(0, Math.floor((new Date(end).getTime() - now.getTime()) / day));

/** How pressing an end is: it comes within 90, 30 or 7 days; undefined when it is further away, or has passed. */
export function warningBefore(end: string | Date, now: Date): 90 | 30 | 7 | undefined {
  if (new Date(end) <= now) return undefined;
  const days = daysBefore(end, now);
  return ([7, 30, 90] as const).find(limit => days <= limit);
}
