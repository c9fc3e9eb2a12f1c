import type { Store } from '@continuum/record-store';
import type { Decision } from '@continuum/trust-access';
import type { Opening, Question } from './entries.ts';

interface Looking {
  opening: Opening;
  store: Pick<Store, 'openOverrides'>;
  now: () => Date;
}

type Permit = Extract<Decision, { permit: true }>;

const missing: Extract<Decision, { permit: false }> = {
  permit: false,
  denial: 'override-missing',
  text: 'Nothing of that person is open by an override: sign one, or its time is over.',
};

/**
 * A look that overrides restrictions (purpose `BTG`): only of those whom a window of this person and session is open over
 * now, and the entry says which. The predicate asks for the window again, row by row. Any other look is what it was.
 */
export async function overridden(
  { opening: { actor, purpose }, store, now }: Looking,
  question: Question,
  decision: Permit,
): Promise<Decision> {
  if (purpose.of !== 'BTG') return decision;
  const { reader } = decision.sight;
  const open = actor.session === undefined ? [] : await store.openOverrides(actor.id, actor.session, now());
  const { usager } = question;
  const window = usager === undefined ? open[0] : open.find(one => one.usager === usager);
  if (reader === undefined || actor.session === undefined || window === undefined) return missing;
  question.override = `AuditEvent/${window.id}`;
  return {
    permit: true,
    sight: {
      ...decision.sight,
      usagers: usager === undefined ? open.map(one => one.usager) : [usager],
      reader: { ...reader, overriding: actor.session },
    },
  };
}
