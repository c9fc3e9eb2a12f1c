import { DatabaseAbandoned, DatabaseTooSlow, type Pool } from '@continuum/record-database';
import type { Journal } from '@continuum/record-journal';
import type { Compartment, Held, Store } from '@continuum/record-store';
import {
  type Actor,
  type Decision,
  type Domain,
  decide,
  domainsNamedBy,
  limited,
  permitsScope,
  scopeNeeded,
} from '@continuum/trust-access';
import type { JournalFacts } from '@continuum/trust-audit';
import type {
  Access,
  Denied,
  HistoryOutcome,
  HistoryQuery,
  ReadOutcome,
  SearchOutcome,
  Stored,
} from './access.ts';
import type { Commits } from './commits.ts';
import { answer, emptyAnswer, type Opening, type Question } from './entries.ts';

import { overridden } from './overridden.ts';
import { usagerInContext, usagersInContext } from './usager-in-context.ts';

/** What the methods of one access share. */
export interface Room {
  opening: Opening;
  store: Store;
  journal: Journal;
  pool: Pool;
  commits: Commits;
  now: () => Date;
}

type Sight = Extract<Decision, { permit: true }>['sight'];

/** A token holds at every door: what it does not allow is denied, whatever its holder's profile reads. */
function beyondToken(actor: Actor, { type = '*' }: Question, letter: 'r' | 's'): Decision | undefined {
  if (permitsScope(actor.scopes, type, letter)) return undefined;
  const text = `The access token does not allow ${scopeNeeded(actor, type, letter)}.`;
  return { permit: false, denial: 'scope-not-allowed', text };
}

const letterOf = ({ action, interaction }: Question): 'r' | 's' =>
  action === 'read' || interaction === 'history-instance' ? 'r' : 's';

/** One entry for each usager, or one that names nobody. */
const forEach = (
  usagers: readonly string[],
  entry: (usager: string | undefined) => JournalFacts,
): JournalFacts[] => (usagers.length === 0 ? [undefined] : usagers).map(entry);

/**
 * Decides, and runs `then` with the sight; a denial is journalled before it is told, in the list of each usager of
 * `whose`: those whom the question is about, seen or not.
 */
export async function permitted<T>(
  room: Room,
  question: Question,
  domains: readonly Domain[],
  whose: () => Promise<readonly string[]>,
  then: (sight: Sight) => Promise<T>,
): Promise<T | Denied> {
  const { actor, purpose, matrix } = room.opening;
  const letter = letterOf(question);
  const decision =
    beyondToken(actor, question, letter) ?? decide(matrix, actor, purpose, 'read', domains, question.usager);
  const opened = decision.permit ? await overridden(room, question, decision) : decision;
  if (opened.permit)
    return then(limited(opened.sight, actor, letter)).catch(problem =>
      unanswered(room, question, domains, whose, problem),
    );
  const entries = forEach(await whose(), usager =>
    emptyAnswer(room.opening, question, 'denied', { reason: opened.denial, domains, usager }),
  );
  await room.journal.append(entries);
  return { outcome: 'denied', decision: opened };
}

/** What was asked, and cancelled before it was answered, was asked all the same. @throws the problem itself */
async function unanswered(
  room: Room,
  question: Question,
  domains: readonly Domain[],
  whose: () => Promise<readonly string[]>,
  problem: unknown,
): Promise<never> {
  const abandoned = problem instanceof DatabaseAbandoned;
  if (abandoned || problem instanceof DatabaseTooSlow) {
    const reason = abandoned ? 'abandoned' : 'too-slow';
    const entries = forEach(await whose(), usager =>
      emptyAnswer(room.opening, question, 'error', { reason, domains, usager }),
    );
    await room.journal.append(entries);
  }
  throw problem;
}

/** The bytes without what only the journal needs. */
export const shown = ({ type, id, version, lastUpdated, body, deleted }: Held): Stored => ({
  type,
  id,
  version,
  lastUpdated,
  body,
  deleted,
});

/** What an empty answer is called in the journal. */
interface Emptiness {
  outcome: 'refused' | 'not-found';
  /** Not a refusal, but a restriction that names who asks. */
  reason?: 'restriction';
}

/** No Patient has that id. */
const nobody = '';

/**
 * `refused` when a refusal of the usager may be why, or a restriction against who asks. The caller cannot tell: the answer
 * is the same, and so is what is asked of the database for it, of nobody when there is nobody: its time tells nothing either.
 */
async function emptyOutcome(room: Room, sight: Sight, usagers: readonly string[]): Promise<Emptiness> {
  const asked = usagers.length > 0 ? usagers : [nobody];
  const any = async (is: Room['store']['refused']) =>
    (await Promise.all(asked.map(usager => is(sight, usager, room.now())))).includes(true);
  const [refused, restricted] = await Promise.all([any(room.store.refused), any(room.store.restricted)]);
  if (refused) return { outcome: 'refused' };
  return restricted ? { outcome: 'refused', reason: 'restriction' } : { outcome: 'not-found' };
}

/**
 * In whose list a look that found nothing is. Not in the person's own, who would read there that something waits for its
 * release: for them it is as what does not exist. What an application asks for them is told all the same.
 */
const toldOfNothing = ({ opening: { actor } }: Room, { release, usagers: own }: Sight, usagers: string[]) =>
  release === undefined || actor.application !== undefined
    ? usagers
    : usagers.filter(usager => !own.includes(usager));

async function missing(
  room: Room,
  sight: Sight,
  question: Question,
  type: string,
  id: string,
): Promise<ReadOutcome> {
  const usagers = toldOfNothing(room, sight, await room.store.usagersOf(type, id));
  const { outcome, ...why } = await emptyOutcome(room, sight, usagers);
  const entries = forEach(usagers, usager =>
    emptyAnswer(room.opening, question, outcome, { ...why, usager, domains: domainsNamedBy(type) }),
  );
  await room.journal.append(entries);
  return { outcome: 'not-found' };
}

/** Reads one resource, current or of one version. */
export function readOne(room: Room, type: string, id: string, version?: number): Promise<ReadOutcome> {
  const text = `${type}/${id}${version === undefined ? '' : `/_history/${version}`}`;
  const interaction = version === undefined ? 'read' : 'vread';
  const question: Question = { action: 'read', interaction, type, text };
  const whose = () => room.store.usagersOf(type, id);
  return permitted(room, question, domainsNamedBy(type), whose, async (sight): Promise<ReadOutcome> => {
    const found =
      version === undefined
        ? await room.store.read(sight, room.now(), type, id)
        : await room.store.readVersion(sight, room.now(), type, id, version);
    if (found.outcome === 'not-found') return missing(room, sight, question, type, id);
    const held = found.outcome === 'found' ? found.stored : { type, id, ...found };
    await room.journal.append(answer(room.opening, question, [held]));
    return found.outcome === 'found'
      ? { outcome: 'found', stored: shown(found.stored) }
      : { outcome: 'gone', version: found.version };
  });
}

type Given = readonly (readonly [string, string])[];

/** A search as the journal tells it. */
export function queryText(type: string | undefined, parameters: Given, compartment?: Compartment): string {
  const where = compartment ? `${compartment.type}/${compartment.id}/${type ?? '*'}` : (type ?? '');
  return `${where}?${parameters.map(([name, value]) => `${name}=${value}`).join('&')}`;
}

/** What a search names, the owner of its compartment first. */
const namedBy = (parameters: Given, compartment: Compartment | undefined): Given =>
  compartment?.type === 'Patient' ? [['patient', compartment.id], ...parameters] : parameters;

/** Searches; what is found leaves once it is journalled. */
export function search(
  room: Room,
  type: string | undefined,
  parameters: readonly [string, string][],
  options: Parameters<Access['search']>[2] = {},
): Promise<SearchOutcome> {
  const named = namedBy(parameters, options.compartment);
  const usager = usagerInContext(type, named);
  const text = queryText(type, parameters, options.compartment);
  const question: Question = {
    action: 'search',
    interaction: options.newestPerCode !== undefined ? 'lastn' : type ? 'search-type' : 'search-system',
    type,
    text,
    usager,
  };
  const domains = type === undefined ? [] : domainsNamedBy(type);
  const usagers = usagersInContext(type, named);
  return permitted(
    room,
    question,
    domains,
    async () => usagers,
    async (sight): Promise<SearchOutcome> => {
      const { signal } = room.opening;
      const found = await room.store.search(sight, type, parameters, { now: room.now(), signal, ...options });
      if (found.outcome === 'invalid') {
        await room.journal.append([
          emptyAnswer(room.opening, question, 'error', { reason: 'invalid', domains }),
        ]);
        return found;
      }
      await room.journal.append(await entriesOf(room, sight, question, found.entries, usagers));
      return { ...found, entries: found.entries.map(entry => ({ ...shown(entry), mode: entry.mode })) };
    },
  );
}

/** Of what was found, and of those whom the search names and of whom nothing was. */
async function entriesOf(
  room: Room,
  sight: Sight,
  question: Question,
  found: readonly Held[],
  usagers: readonly string[],
): Promise<JournalFacts[]> {
  if (found.length === 0) return nothingOf(room, sight, question, usagers);
  const shownOf = new Set(found.flatMap(held => held.usagers));
  const others = usagers.length > 1 ? usagers.filter(usager => !shownOf.has(usager)) : [];
  const empty = others.length > 0 ? await nothingOf(room, sight, question, others) : [];
  return [...answer(room.opening, question, found), ...empty];
}

async function nothingOf(
  room: Room,
  sight: Sight,
  question: Question,
  usagers: readonly string[],
): Promise<JournalFacts[]> {
  const domains = question.type === undefined ? [] : domainsNamedBy(question.type);
  const hiding = new Map<string | undefined, Emptiness>();
  for (const usager of usagers) hiding.set(usager, await emptyOutcome(room, sight, [usager]));
  return forEach(usagers, usager => {
    const { outcome, ...why } = hiding.get(usager) ?? { outcome: 'not-found' };
    const called = outcome === 'refused' ? outcome : 'success';
    return emptyAnswer(room.opening, question, called, { ...why, domains, usager });
  });
}

/**
 * What stands is looked for within what a token lets be seen. A system whose token lets it see nothing of a type writes
 * on conditions all the same: it looks within what its profile reads.
 */
const within = (sight: Sight, actor: Actor, action: 'r' | 's', type: string): Sight =>
  actor.kind === 'system' && !permitsScope(actor.scopes, type, action)
    ? sight
    : limited(sight, actor, action);

/** A read whose answer stays in the process: no entry of its own, since nobody learns anything. */
export async function peek(room: Room, type: string, id: string): Promise<ReadOutcome> {
  const { actor, purpose, matrix } = room.opening;
  const decision = decide(matrix, actor, purpose, 'read', domainsNamedBy(type));
  if (!decision.permit) return { outcome: 'denied', decision };
  const found = await room.store.read(within(decision.sight, actor, 'r', type), room.now(), type, id);
  if (found.outcome === 'gone') return { outcome: 'gone', version: found.version };
  return found.outcome === 'found' ? { outcome: 'found', stored: shown(found.stored) } : found;
}

/** A search whose answer stays in the process: no entry of its own, since nobody learns anything. */
export async function lookup(
  room: Room,
  type: string,
  parameters: readonly [string, string][],
): Promise<SearchOutcome> {
  const { actor, purpose, matrix } = room.opening;
  const decision = decide(
    matrix,
    actor,
    purpose,
    'read',
    domainsNamedBy(type),
    usagerInContext(type, parameters),
  );
  if (!decision.permit) return { outcome: 'denied', decision };
  const sight = within(decision.sight, actor, 's', type);
  const found = await room.store.search(sight, type, parameters, { now: room.now() });
  if (found.outcome === 'invalid') return found;
  return { ...found, entries: found.entries.map(entry => ({ ...shown(entry), mode: entry.mode })) };
}

const historyText = ({ type, id, since, at }: HistoryQuery): string =>
  [
    [type, id, '_history'].filter(part => part !== undefined).join('/'),
    since && `_since=${since.toISOString()}`,
    at && `_at=${at.toISOString()}`,
  ]
    .filter(Boolean)
    .join('?');

/** Versions of a resource, of a type, or of everything that the actor may see. */
export function history(
  room: Room,
  query: HistoryQuery,
): Promise<HistoryOutcome | { outcome: 'not-found' } | Denied> {
  const { type, id } = query;
  const interaction = id ? 'history-instance' : type ? 'history-type' : 'history-system';
  const question: Question = { action: 'history', interaction, type, text: historyText(query) };
  const domains = type === undefined ? [] : domainsNamedBy(type);
  return permitted(
    room,
    question,
    domains,
    async () => (type && id ? room.store.usagersOf(type, id) : []),
    async (sight): Promise<HistoryOutcome | { outcome: 'not-found' } | Denied> => {
      const found = await room.store.history(sight, room.now(), query, room.opening.signal);
      if (type && id && found.entries.length === 0) await missing(room, sight, question, type, id);
      else await room.journal.append(answer(room.opening, question, found.entries));
      return { ...found, entries: found.entries.map(shown) };
    },
  );
}
