import type { Resource } from '@continuum/standards-fhir';
import { type Identity, isSamePerson, namesAgree, toIdentity } from '@continuum/trust-access';
import type { SelfAsked } from './access.ts';
import { emptyAnswer } from './entries.ts';
import type { Room } from './reading.ts';

/** The registers alone: what is compared stays in the process. */
const registers = { domains: ['identity', 'registry'], usagers: 'any', refusal: 'own' } as const;

/** So many are asked at once: a page of the store has no more than it has, whatever is asked. */
const atOnce = 500;

interface Described {
  id: string;
  identity: Identity | undefined;
  /** Id of the record that is kept in place of this one (R4 Patient.link). */
  keptAs: string | undefined;
}

interface Link {
  type?: string;
  other?: { reference?: string };
}

function keptAs({ link }: Resource): string | undefined {
  const links = Array.isArray(link) ? (link as Link[]) : [];
  return links.find(({ type }) => type === 'replaced-by')?.other?.reference?.replace('Patient/', '');
}

async function describedIn(room: Room, type: string, ids: readonly string[]): Promise<Described[]> {
  const described: Described[] = [];
  for (let from = 0; from < ids.length; from += atOnce) {
    const some = ids.slice(from, from + atOnce);
    const parameters: [string, string][] = [
      ['_id', some.join(',')],
      ['_count', String(some.length)],
    ];
    const found = await room.store.search(registers, type, parameters, { now: room.now() });
    for (const { id, body } of found.outcome === 'found' ? found.entries : []) {
      const resource = JSON.parse(body) as Resource;
      described.push({ id, identity: toIdentity(resource), keptAs: keptAs(resource) });
    }
  }
  return described;
}

/** Records that were replaced by one another are followed so far. */
const mostReplacements = 8;

/**
 * Of some usagers, those who are the very person who asks (`isSamePerson`), when somebody who works does; a record that was
 * replaced is theirs when the one that is kept is. No entry of its own: nobody learns anything but of themself.
 */
export async function ownAmong(room: Room, usagers: readonly string[]): Promise<ReadonlySet<string>> {
  const { actor } = room.opening;
  const own = new Set<string>();
  if (actor.kind !== 'practitioner' || usagers.length === 0) return own;
  const [me] = await describedIn(room, 'Practitioner', [actor.id.replace('Practitioner/', '')]);
  if (!me?.identity) return own;
  // Each record that is looked at, with those asked about that lead to it.
  let looked = new Map(usagers.map(id => [id, [id]]));
  for (let steps = 0; looked.size > 0 && steps <= mostReplacements; steps++) {
    const next = new Map<string, string[]>();
    for (const { id, identity, keptAs: kept } of await describedIn(room, 'Patient', [...looked.keys()])) {
      const asked = looked.get(id)!;
      if (identity && isSamePerson(me.identity, identity)) for (const one of asked) own.add(one);
      else if (kept !== undefined) next.set(kept, [...(next.get(kept) ?? []), ...asked]);
    }
    looked = next;
  }
  return own;
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
