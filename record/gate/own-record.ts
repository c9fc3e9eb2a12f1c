import type { Resource } from '@continuum/standards-fhir';
import { isSamePerson, namesAgree, toIdentity } from '@continuum/trust-access';
import type { SelfAsked } from './access.ts';
import { emptyAnswer } from './entries.ts';
import type { Room } from './reading.ts';

/** The registers alone: what is compared stays in the process. */
const registers = { domains: ['identity', 'registry'], usagers: 'any', refusal: 'own' } as const;

/** So many are asked at once: a page of the store has no more than it has, whatever is asked. */
const atOnce = 500;

async function describedIn(room: Room, type: string, ids: readonly string[]) {
  const parameters: [string, string][] = [
    ['_id', ids.join(',')],
    ['_count', String(ids.length)],
  ];
  const found = await room.store.search(registers, type, parameters, { now: room.now() });
  const entries = found.outcome === 'found' ? found.entries : [];
  return entries.flatMap(({ id, body }) => {
    const identity = toIdentity(JSON.parse(body) as Resource);
    return identity ? [{ id, identity }] : [];
  });
}

/**
 * Of some usagers, those who are the very person who asks (`isSamePerson`), when somebody who works does. No entry of its
 * own: nobody learns anything but of themself.
 */
export async function ownAmong(room: Room, usagers: readonly string[]): Promise<ReadonlySet<string>> {
  const { actor } = room.opening;
  const distinct = [...new Set(usagers)];
  if (actor.kind !== 'practitioner' || distinct.length === 0) return new Set();
  const [me] = await describedIn(room, 'Practitioner', [actor.id.replace('Practitioner/', '')]);
  if (!me) return new Set();
  const them = [];
  for (let from = 0; from < distinct.length; from += atOnce)
    them.push(...(await describedIn(room, 'Patient', distinct.slice(from, from + atOnce))));
  return new Set(them.filter(({ identity }) => isSamePerson(me.identity, identity)).map(({ id }) => id));
}

/** Whether what somebody is about to do for work is about themself, asked or decided by them: then it is journalled as denied. */
export async function isAboutSelf(
  room: Room,
  { interaction, text, usager, asker = usager, decider }: SelfAsked,
): Promise<boolean> {
  const { actor } = room.opening;
  const isDecider = actor.kind === 'practitioner' && decider !== undefined && namesAgree(decider, actor.name);
  if (!isDecider && (await ownAmong(room, [usager, asker])).size === 0) return false;
  const question = { action: 'attempt', interaction, text, usager } as const;
  await room.journal.append([emptyAnswer(room.opening, question, 'denied', { reason: 'own-record' })]);
  return true;
}
