import type { Actor } from './actor.ts';
import type { CompiledMatrix } from './compile-matrix.ts';
import { type Decision, decide, refusedProfile } from './decide.ts';
import { matrixEditors } from './matrix-limits.data.ts';
import type { Purpose } from './purpose.ts';

/** What is done about the matrix: looked at, proposed, put in force. */
export type MatrixAct = keyof typeof matrixEditors;

const action = { look: 'read', propose: 'write', adopt: 'read' } as const;

/**
 * The decision on an act about the matrix: themself, by their profile and for what that profile works, with no application
 * in between. Who looks may do so for any purpose of theirs that reaches the registers.
 */
export function decideMatrix(
  matrix: CompiledMatrix,
  actor: Actor,
  purpose: Purpose,
  act: MatrixAct,
): Decision {
  const decision = decide(matrix, actor, purpose, action[act], ['registry']);
  if (!decision.permit) return decision;
  const themself = actor.kind === 'practitioner' && actor.application === undefined;
  if (!themself || !matrixEditors[act].includes(actor.profile)) return refusedProfile;
  return act === 'look' || purpose.of === 'HOPERAT' ? decision : refusedProfile;
}
