import { isMoment, isUuid, type Pool } from '@continuum/record-database';
import { dayOf } from '@continuum/standards-calendar';
import { requestColumns } from './access-request.ts';
import { agentColumns, agentRows } from './agents.ts';
import { authorizationColumns } from './authorizations.ts';
import { type Caller, practitionerIdOf } from './deps.ts';
import { designationColumns } from './designations.ts';
import { handoverColumns, handoverRows } from './handover-order.ts';
import { authorizationMachine } from './machine/authorization.data.ts';
import { designationMachine } from './machine/designation.data.ts';
import { endingMachine } from './machine/ending.data.ts';
import { handoverMachine } from './machine/handover.data.ts';
import { type Awaited, awaitedIn, type Machine, type Office, step } from './machine/machine.ts';
import { requestMachine } from './machine/request.data.ts';
import { reviewMachine } from './machine/review.data.ts';
import { unblockingMachine } from './machine/unblocking.data.ts';
import { type Held, officesAmong } from './offices.ts';
import { endingColumns, endings } from './review/endings.ts';
import { reviewColumns } from './review/reviews.ts';
import { unblockingColumns } from './self-service/unblocking-ask.ts';

export type ListName =
  | 'requests'
  | 'handovers'
  | 'authorizations'
  | 'designations'
  | 'agents'
  | 'endings'
  | 'reviews'
  | 'unblockings';

interface Listed {
  /** A table, or rows made for the day that the placeholder has. */
  from: string | ((today: string) => string);
  columns: string;
  machine: Machine<string, string>;
  /** What they are in order of: the oldest wait first, the nearest end first, or names. */
  sort: Sort;
  /** The offices that see all of them; a GAA sees those of the organization, an AVI those handed over to them. */
  all: readonly Office[];
}

const placeTypes = { since: 'timestamptz', ends: 'date', practitioner_name: 'text' } as const;
type Sort = keyof typeof placeTypes;

const named = { sort: 'practitioner_name', all: ['operations', 'aga'] } as const;
const waiting = { sort: 'since', all: ['operations', 'aga'] } as const;

const lists: Readonly<Record<ListName, Listed>> = {
  requests: {
    ...{ from: 'service.access_request', columns: requestColumns, machine: requestMachine },
    ...waiting,
  },
  handovers: {
    ...{ from: handoverRows, columns: `${handoverColumns}, region`, machine: handoverMachine },
    ...{ ...waiting, all: ['operations', 'aga', 'tvi'] },
  },
  authorizations: {
    ...{
      from: 'service.access_authorization',
      columns: authorizationColumns,
      machine: authorizationMachine,
    },
    ...named,
  },
  designations: {
    ...{ from: 'service.gaa_designation', columns: designationColumns, machine: designationMachine },
    ...named,
  },
  agents: {
    ...{ from: agentRows, columns: agentColumns, machine: designationMachine },
    ...{ ...named, all: ['operations', 'aga', 'tvi'] },
  },
  endings: {
    ...{ from: endings, columns: endingColumns, machine: endingMachine },
    ...{ sort: 'ends', all: ['operations', 'aga'] },
  },
  reviews: {
    ...{ from: 'service.access_review', columns: reviewColumns, machine: reviewMachine },
    ...waiting,
  },
  unblockings: {
    ...{ from: 'service.key_unblocking', columns: unblockingColumns, machine: unblockingMachine },
    ...{ ...waiting, all: ['operations', 'aga', 'tvi'] },
  },
};

export interface ListQuery {
  /** States, separated by commas; all of them when absent. */
  state?: string;
  /** Part of a name, of the person or of the organization. */
  search?: string;
  cursor?: string;
  count: number;
}

/** A row with what waits for whom, and what whoever asks may do with it. */
export type ListRow = Record<string, unknown> & {
  id: string;
  state: string;
  awaited: Awaited[];
  may: string[];
};

export interface ListPage {
  rows: ListRow[];
  next?: string;
}

/** Which rows somebody may see; undefined: no list of that name is theirs. */
export interface Reach {
  all: boolean;
  organizations: string[];
  avi: string | null;
}

export function reachOf(name: ListName, held: readonly Held[], caller: Caller): Reach | undefined {
  const { all } = lists[name];
  const offices = officesAmong(held, caller, { organization: '' });
  const organizations = held.filter(({ office }) => office === 'gaa').map(({ organization }) => organization);
  const meets = name === 'handovers' && held.some(({ office }) => office === 'avi');
  const avi = meets ? practitionerIdOf(caller.actor.id) : null;
  const reach = { all: all.some(office => offices.includes(office)), organizations, avi };
  return reach.all || organizations.length > 0 || meets ? reach : undefined;
}

/** As the indexes of a part of a name have it (migration 003). */
const plain = (text: string): string => `translate(lower(${text}), 'àâäçéèêëîïôöùûüÿ', 'aaaceeeeiioouuuy')`;

const likeText = (search: string): string => `%${search.replace(/[\\%_]/g, '\\$&')}%`;

interface Statement {
  text: string;
  values: unknown[];
}

/** Whether the index of parts of names can look for it: by groups of three letters or digits. */
const hasGroup = (search: string): boolean => /[\p{L}\p{N}]{3}/u.test(search);

/**
 * Only the conditions that there are: each list is read by an index in its order, whoever asks. A part of a name is looked
 * for first, by its own index: in the order of the list, a name that few bear would be looked for in every row.
 */
function statementOf(
  { from, columns, sort }: Listed,
  reach: Reach,
  query: ListQuery,
  place: Place | null,
  now: Date,
): Statement {
  const values: unknown[] = [];
  const put = (value: unknown): string => `$${values.push(value)}`;
  const conditions: string[] = [];
  let rows = typeof from === 'string' ? from : from(put(dayOf(now)));
  let named = '';
  if (!reach.all) {
    const theirs = [`organization = ANY(${put(reach.organizations)}::text[])`];
    if (reach.avi !== null) theirs.push(`avi = ${put(reach.avi)}`);
    conditions.push(`(${theirs.join(' OR ')})`);
  }
  if (query.state) conditions.push(`state = ANY(${put(query.state.split(','))}::text[])`);
  if (query.search) {
    const part = plain(`${put(likeText(query.search))}::text`);
    const names = ['practitioner_name', 'organization_name'].map(name => `${plain(name)} LIKE ${part}`);
    const condition = `(${names.join(' OR ')})`;
    if (hasGroup(query.search)) {
      named = `WITH named AS MATERIALIZED (SELECT * FROM ${rows} AS every WHERE ${condition}) `;
      rows = 'named';
    } else conditions.push(condition);
  }
  if (place)
    conditions.push(`(${sort}, id) > (${put(place.at)}::${placeTypes[sort]}, ${put(place.id)}::uuid)`);
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  const text = `${named}SELECT ${columns} FROM ${rows} AS listed ${where} ORDER BY ${sort}, id LIMIT ${put(query.count + 1)}`;
  return { text, values };
}

interface Place {
  at: string;
  id: string;
}

const toCursor = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

const isPlaceIn: Readonly<Record<Sort, (at: string) => boolean>> = {
  since: isMoment,
  ends: day => isMoment(`${day}T00:00:00.000Z`),
  practitioner_name: () => true,
};

/** Undefined for a cursor that this list did not give. */
function fromCursor(cursor: string, sort: Sort): Place | undefined {
  try {
    const { at, id } = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Place;
    return typeof at === 'string' && isPlaceIn[sort](at) && isUuid(id) ? { at, id } : undefined;
  } catch {
    return undefined;
  }
}

type Row = Record<string, unknown> & {
  id: string;
  state: string;
  organization: string;
  practitioner: string;
  practitionerName: string;
  avi?: string | null;
  since?: Date;
  ends?: string | null;
};

const placeIn: Readonly<Record<Sort, (row: Row) => string>> = {
  since: row => row.since!.toISOString(),
  ends: row => row.ends!,
  practitioner_name: row => row.practitionerName,
};

/** The events that whoever asks may cause now; those of the platform are nobody’s. */
function eventsFor(
  machine: Machine<string, string>,
  row: Row,
  held: readonly Held[],
  caller: Caller,
): string[] {
  const offices = officesAmong(held, caller, row);
  return awaitedIn(machine, row.state)
    .map(({ event }) => event)
    .filter(event => step(machine, row.state, event, offices).step === 'taken');
}

/** One page of a list, within somebody’s reach; undefined when the cursor is not of this list. */
export async function listPage(
  pool: Pool,
  name: ListName,
  query: ListQuery,
  reach: Reach,
  held: readonly Held[],
  caller: Caller,
  now: Date = new Date(),
): Promise<ListPage | undefined> {
  const { machine, sort } = lists[name];
  const from = query.cursor === undefined ? null : fromCursor(query.cursor, sort);
  if (from === undefined) return undefined;
  const { text, values } = statementOf(lists[name], reach, query, from, now);
  const found = await pool.query<Row>(text, values);
  const shown = found.slice(0, query.count);
  const rows = shown.map(row => ({
    ...row,
    awaited: awaitedIn(machine, row.state).filter(({ by }) => !by.includes('platform')),
    may: eventsFor(machine, row, held, caller),
  }));
  const last = shown.at(-1);
  const next = found.length > query.count && last && toCursor({ at: placeIn[sort](last), id: last.id });
  return { rows, ...(next && { next }) };
}
