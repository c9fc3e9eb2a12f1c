import { type Domain, domainsNamedBy } from '@continuum/trust-access';
import type { Denied, EverythingOutcome, EverythingRequest } from './access.ts';
import { answer, emptyAnswer, type Question } from './entries.ts';
import { permitted, type Room, shown } from './reading.ts';

const textOf = ({ type, id, start, end, since, types }: EverythingRequest): string => {
  const parameters = [
    start && `start=${start.toISOString()}`,
    end && `end=${end.toISOString()}`,
    since && `_since=${since.toISOString()}`,
    types && `_type=${types.join(',')}`,
  ].filter(Boolean);
  const place = id === undefined ? type : `${type}/${id}`;
  return `${place}/$everything${parameters.length > 0 ? `?${parameters.join('&')}` : ''}`;
};

/** Of whom it is asked: the one that is named, or, for a citizen, those whom they may open. Nobody asks it of all. */
function idsOf({ opening: { actor } }: Room, { type, id }: EverythingRequest): readonly string[] | undefined {
  if (id !== undefined) return [id];
  return type === 'Patient' && actor.kind === 'citizen' ? (actor.usagers ?? []) : undefined;
}

async function refuseAll(room: Room, question: Question, domains: readonly Domain[]): Promise<Denied> {
  await room.journal.append([
    emptyAnswer(room.opening, question, 'denied', { reason: 'usager-not-allowed', domains }),
  ]);
  const text = 'Everything of everybody is for nobody; name one.';
  return { outcome: 'denied', decision: { permit: false, denial: 'usager-not-allowed', text } };
}

/** R4 Patient and Encounter `$everything`: a page of what the actor may see, journalled per usager. */
export function everything(room: Room, request: EverythingRequest): Promise<EverythingOutcome> {
  const { type, id } = request;
  const domains = domainsNamedBy(type);
  const question: Question = {
    action: 'search',
    interaction: 'everything',
    text: textOf(request),
    ...(type === 'Patient' && id !== undefined ? { usager: id } : {}),
  };
  const whose = async () => (id === undefined ? [] : room.store.usagersOf(type, id));
  return permitted(room, question, domains, whose, async (sight): Promise<EverythingOutcome> => {
    const ids = idsOf(room, request);
    if (!ids) return refuseAll(room, question, domains);
    const { signal } = room.opening;
    const found = await room.store.everything(sight, room.now(), { ...request, ids }, signal);
    if (found.outcome === 'found') {
      await room.journal.append(answer(room.opening, question, found.entries));
      return { ...found, entries: found.entries.map(shown) };
    }
    const usagers = await whose();
    const entries = (usagers.length > 0 ? usagers : [undefined]).map(usager =>
      emptyAnswer(room.opening, question, 'not-found', { usager, domains }),
    );
    await room.journal.append(entries);
    return { outcome: 'not-found' };
  });
}
