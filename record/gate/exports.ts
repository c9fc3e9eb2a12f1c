import {
  type Actor,
  type Decision,
  type Domain,
  decideExport,
  limited,
  permitsScope,
} from '@continuum/trust-access';
import type { JournalFacts } from '@continuum/trust-audit';
import type { Access, Denied } from './access.ts';
import { emptyAnswer, type Question } from './entries.ts';
import { entriesOfExport } from './export-entries.ts';
import { exportLines } from './export-lines.ts';
import type { ExportOrder, ExportRange, Exports } from './exported.ts';
import type { Room } from './reading.ts';

type Sight = Extract<Decision, { permit: true }>['sight'];

/** Both letters of SMART v2: what is searched for and read. */
export const mayExport = ({ scopes }: Actor, type: string): boolean =>
  permitsScope(scopes, type, 'r') && permitsScope(scopes, type, 's');

const beyondToken = (type: string): Decision => ({
  permit: false,
  denial: 'scope-not-allowed',
  text: `The access token does not allow system/${type}.rs.`,
});

/** The decision as it is now, for these types. */
function decideFor({ opening: { actor, purpose, matrix } }: Room, types: readonly string[]): Decision {
  const decision = decideExport(matrix, actor, purpose);
  if (!decision.permit) return decision;
  const beyond = types.find(type => !mayExport(actor, type));
  return beyond === undefined
    ? { permit: true, sight: limited(decision.sight, actor, 'r') }
    : beyondToken(beyond);
}

const asked = (text: string, type?: string): Question => ({
  action: 'read',
  interaction: 'export',
  text,
  ...(type && { type }),
});

async function denied(room: Room, question: Question, decision: Denied['decision']): Promise<Denied> {
  await room.journal.append([emptyAnswer(room.opening, question, 'denied', { reason: decision.denial })]);
  return { outcome: 'denied', decision };
}

const memberOf = /^(?:.*\/)?Patient\/([A-Za-z0-9.-]{1,64})$/;

interface Member {
  entity?: { reference?: string };
  inactive?: boolean;
}

/** The usagers that a Group lists and that are its members still. */
function membersOf(body: string): string[] {
  const { member = [] } = JSON.parse(body) as { member?: Member[] };
  const ids = member.map(({ entity, inactive }) =>
    inactive ? undefined : memberOf.exec(entity?.reference ?? '')?.[1],
  );
  return [...new Set(ids.filter(id => id !== undefined))];
}

const rangeText = ({ export: id, type, deleted }: ExportRange): string =>
  `export ${id} ${type}${deleted ? ' deleted' : ''}`;

/** What the usagers of a range are told, once it is known whose it is. */
async function tellUsagers(room: Room, sight: Sight, range: ExportRange): Promise<Set<number>> {
  const { places, entries } = await entriesOfExport(room, sight, range, asked(rangeText(range), range.type));
  await room.journal.append(entries);
  return places;
}

/** Opens what is taken in bulk. */
export function createExports(deps: Omit<Room, 'opening'>): Exports {
  const permitted = async <T>(
    access: Access,
    question: Question,
    types: readonly string[],
    then: (room: Room, sight: Sight) => Promise<T>,
  ): Promise<T | Denied> => {
    const { actor, purpose, matrix, origin } = access;
    const room: Room = { ...deps, opening: { actor, purpose, matrix, origin } };
    const decision = decideFor(room, types);
    return decision.permit ? then(room, decision.sight) : denied(room, question, decision);
  };
  const journalled = (
    room: Room,
    question: Question,
    outcome: JournalFacts['outcome'],
    domains: readonly Domain[],
  ) => room.journal.append([emptyAnswer(room.opening, question, outcome, { domains })]);
  return {
    mayExport,
    ask: (access, { text, types, filters, group }) => {
      const question = asked(text);
      return permitted(access, question, types, async (room, sight) => {
        const { store, opening, now } = room;
        const issues = Object.entries(filters).flatMap(([type, searches]) =>
          searches.flatMap(search => store.selectionProblems(sight, now(), type, search)),
        );
        const source = opening.actor.source?.id ?? opening.actor.id;
        const body = group === undefined ? undefined : await store.readGroup(sight, now(), group, source);
        const found = group === undefined || body !== undefined;
        const outcome = found ? (issues.length > 0 ? 'error' : 'success') : 'not-found';
        await journalled(room, question, outcome, sight.domains);
        if (!found) return { outcome: 'not-found' as const };
        if (issues.length > 0) return { outcome: 'invalid' as const, issues };
        return { outcome: 'permitted' as const, ...(body !== undefined && { members: membersOf(body) }) };
      });
    },
    writtenUntil: moment => deps.store.writtenUntil(moment),
    list: (access, order: ExportOrder, type, alive) =>
      permitted(access, asked(`export ${order.id}`, type), [type], async (room, sight) => {
        await room.store.listExport(sight, room.now, order, type, alive);
        return { outcome: 'listed' as const };
      }),
    ranges: (id, type, deleted, size) => deps.store.exportRanges(id, type, deleted, size),
    release: (access, range) =>
      permitted(access, asked(rangeText(range), range.type), [range.type], async (room, sight) => {
        await tellUsagers(room, sight, range);
        return { outcome: 'released' as const };
      }),
    download: (access, range) =>
      permitted(access, asked(rangeText(range), range.type), [range.type], async (room, sight) => {
        const places = await tellUsagers(room, sight, range);
        return { outcome: 'found' as const, lines: exportLines(room, sight, range, places) };
      }),
    forget: id => deps.store.forgetExport(id),
  };
}
