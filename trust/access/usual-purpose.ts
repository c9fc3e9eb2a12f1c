import type { Profile } from './actor.ts';
import { matrix } from './matrix.data.ts';
import type { Purpose } from './purpose.ts';

/**
 * The purpose for which a profile opens the record when the request names none: the first of its row in the first
 * table.
 * A profile that has none gets treatment, which the decision then refuses, as it does what a later table took away.
 */
export function usualPurpose(profile: Profile): Purpose {
  return { of: matrix[profile].purposes[0] ?? 'TREAT' };
}
