import type { Refusal } from './refusal.ts';

/**
 * Does the refusal hide what was collected then? (P-9.0001: a refusal is evaluated on the collection date.)
 * An unknown collection date (`null`) is hidden by any refusal in force. After its end, a refusal keeps hiding
 * what was collected until then: only what was collected at or after it shows.
 */
export function covers(refusal: Refusal, collected: Date | null, now: Date): boolean {
  if (!refusal.active || now < refusal.start) return false;
  if (collected === null) return true;
  const ended = refusal.end !== undefined && now >= refusal.end;
  const beforeChoice = refusal.before === undefined || collected < refusal.before;
  return beforeChoice && (!ended || collected < refusal.end!);
}
