import { decideRights } from '@continuum/trust-access';
import type { JournalEntry } from '@continuum/trust-audit';
import type { Denied } from './denied.ts';
import { emptyAnswer, type Question } from './entries.ts';
import type { Room } from './reading.ts';
import type { RightsAsked, RightsDoor, RightsPermit, StandingVersion } from './rights-door.ts';
import { type Corrected, sawEarlier } from './saw-earlier.ts';

/** The whole record, for a version’s number alone: a refusal is about release to providers, not about its correction. */
const whole = {
  domains: ['medication', 'laboratory', 'imaging', 'summary', 'identity'],
  usagers: 'any',
  refusal: 'own',
} as const;

async function decided(room: Room, asked: RightsAsked): Promise<RightsPermit | Denied> {
  const { actor, purpose, matrix } = room.opening;
  const { action, interaction, text, usager } = asked;
  const question: Question = { action, interaction, text, ...(usager !== undefined && { usager }) };
  const decision = decideRights(matrix, actor, purpose, action, usager);
  if (!decision.permit) {
    const known = usager === undefined ? [undefined] : await room.store.usagersOf('Patient', usager);
    const whose = known.length > 0 ? known : [undefined];
    const { usager: _, ...nameless } = question;
    await room.journal.append(
      whose.map(one =>
        emptyAnswer(room.opening, nameless, 'denied', { reason: decision.denial, usager: one }),
      ),
    );
    return { outcome: 'denied', decision };
  }
  return {
    outcome: 'permitted',
    office: decision.office,
    async tell(usagers, outcome = 'success') {
      const distinct = [...new Set(usagers)];
      const whose = distinct.length > 0 ? distinct : [usager];
      await room.journal.append(
        whose.map(one => emptyAnswer(room.opening, question, outcome, { usager: one })),
      );
    },
  };
}

async function standing(room: Room, usager: string, type: string, id: string): Promise<StandingVersion> {
  const text = `version of ${type}/${id}`;
  const permit = await decided(room, { action: 'read', interaction: 'rights-standing', text, usager });
  if (permit.outcome === 'denied') return permit;
  const found = await room.store.read(whole, room.now(), type, id);
  await permit.tell([usager]);
  if (found.outcome === 'found' && found.stored.usagers.includes(usager))
    return { outcome: 'found', version: found.stored.version, written: found.stored.lastUpdated };
  // Taken out of the record by its source: that is a correction too.
  if (found.outcome === 'gone' && found.usagers.includes(usager))
    return { outcome: 'found', version: found.version, written: room.now() };
  return { outcome: 'not-found' };
}

const lastOf = (corrected: readonly Corrected[]): Date =>
  new Date(Math.max(...corrected.map(({ until }) => until.getTime())));

/** The strongest that any of these entries says of it. */
function strongest(entries: readonly JournalEntry[], one: Corrected) {
  const said = new Set(entries.map(entry => sawEarlier(entry, one)));
  return said.has('named') ? 'named' : said.has('among-many') ? 'among-many' : undefined;
}

async function seenByMe(room: Room, usager: string, corrected: readonly Corrected[]) {
  const { actor } = room.opening;
  if (corrected.length === 0 || actor.kind !== 'practitioner') return corrected.map(() => undefined);
  const entries = await room.journal.looksBefore({ usager, before: lastOf(corrected), actor: actor.id });
  return corrected.map(one => strongest(entries, one));
}

async function countWhoSaw(room: Room, usager: string, corrected: readonly Corrected[]) {
  if (corrected.length === 0) return [];
  const entries = await room.journal.looksBefore({ usager, before: lastOf(corrected) });
  return corrected.map(
    one => new Set(entries.filter(entry => sawEarlier(entry, one)).map(({ who }) => who.reference)).size,
  );
}

/** What the requests by which persons exercise their rights ask of the record and of its journal. */
export const rightsDoor = (room: Room): RightsDoor => ({
  decide: asked => decided(room, asked),
  standing: (usager, type, id) => standing(room, usager, type, id),
  seenByMe: (usager, corrected) => seenByMe(room, usager, corrected),
  countWhoSaw: (usager, corrected) => countWhoSaw(room, usager, corrected),
});
