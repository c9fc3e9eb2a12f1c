import {
  type Actor,
  type CompiledMatrix,
  type Decision,
  type Domain,
  decide,
  decideMatrix,
  type Profile,
  type PurposeOfUse,
} from '@continuum/trust-access';
import { emptyAnswer, type Question } from './entries.ts';
import type { Room } from './reading.ts';

/** What would somebody of that profile see of a usager, by each of these tables? */
export interface PreviewRequest {
  tables: readonly CompiledMatrix[];
  profile: Profile;
  purpose: PurposeOfUse;
  /** Id of the Patient. Of whom it may be asked is for who asks to know. */
  usager: string;
  /** The versions, as the journal names them. */
  text: string;
}

/** By one table: how many resources of each domain it opens, with what is refused left out; or why it opens nothing. */
export type Previewed =
  | { permit: true; domains: readonly Domain[]; counts: Partial<Record<Domain, number>> }
  | { permit: false; text: string };

export type PreviewOutcome =
  | { outcome: 'counted'; previews: Previewed[] }
  | { outcome: 'denied'; decision: Extract<Decision, { permit: false }> };

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
