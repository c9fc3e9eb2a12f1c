import { type Actor, type CompiledMatrix, decide, decideMatrix, type Profile } from '@continuum/trust-access';
import { emptyAnswer, type Question } from './entries.ts';
import type { Previewed, PreviewOutcome, PreviewRequest } from './preview-request.ts';
import type { Room } from './reading.ts';

const kindOf = (profile: Profile): Actor['kind'] => {
  if (profile === 'citizen') return 'citizen';
  return profile.endsWith('-system') || profile === 'patient-registry-feed' ? 'system' : 'practitioner';
};

/** Somebody of that profile who is nobody: no exam names them, nothing is sent by them. */
const somebody = (profile: Profile, usager: string): Actor => ({
  ...{ kind: kindOf(profile), id: 'Practitioner/preview', name: 'Aperçu', profile },
  ...(profile === 'citizen' && { usagers: [usager] }),
  credential: { kind: 'none', id: 'preview' },
});

async function previewed(
  { store, now }: Room,
  table: CompiledMatrix,
  { profile, purpose, usager }: PreviewRequest,
): Promise<Previewed> {
  const decision = decide(table, somebody(profile, usager), { of: purpose }, 'read', [], usager);
  if (!decision.permit) return { permit: false, text: decision.text };
  const { sight } = decision;
  return { permit: true, domains: sight.domains, counts: await store.countDomains(sight, now(), usager) };
}

/**
 * Counts what a profile would see, by the decision and the predicate of any reading; who looks at the matrix sees numbers, no
 * resource. Journalled as the preview that it is, in the usager's list too.
 */
export async function preview(room: Room, request: PreviewRequest): Promise<PreviewOutcome> {
  const { actor, purpose, matrix } = room.opening;
  const { usager, text, tables } = request;
  const question: Question = { action: 'search', interaction: 'matrix-preview', text, usager };
  const decision = decideMatrix(matrix, actor, purpose, 'look');
  if (!decision.permit) {
    await room.journal.append([emptyAnswer(room.opening, question, 'denied', { reason: decision.denial })]);
    return { outcome: 'denied', decision };
  }
  const previews: Previewed[] = [];
  for (const table of tables) previews.push(await previewed(room, table, request));
  const domains = [...new Set(previews.flatMap(one => (one.permit ? one.domains : [])))];
  await room.journal.append([emptyAnswer(room.opening, question, 'success', { domains })]);
  return { outcome: 'counted', previews };
}
