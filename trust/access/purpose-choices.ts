import type { Actor } from './actor.ts';
import type { CompiledMatrix } from './compile-matrix.ts';
import { decide } from './decide.ts';
import type { Domain } from './domain.ts';
import type { PurposeOfUse } from './purpose.ts';
import { purposesOf } from './state-purpose.ts';

/** What an actor may act for, the usual first, and the domains that each lets them read: for a screen's choice. */
export function purposeChoices(
  matrix: CompiledMatrix,
  actor: Actor,
): { of: PurposeOfUse; domains: readonly Domain[] }[] {
  return purposesOf(matrix, actor).map(of => {
    const decision = decide(matrix, actor, { of }, 'read', []);
    return { of, domains: decision.permit ? decision.sight.domains : [] };
  });
}
