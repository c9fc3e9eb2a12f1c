import type { Pool } from '@continuum/record-database';
import { requestColumns } from './access-request.ts';
import { agentColumns } from './agents.ts';
import { authorizationColumns } from './authorizations.ts';
import { type Caller, practitionerIdOf } from './deps.ts';
import { designationColumns } from './designations.ts';
import { handoverColumns } from './handover-order.ts';
import { authorizationMachine } from './machine/authorization.data.ts';
import { designationMachine } from './machine/designation.data.ts';
import { handoverMachine } from './machine/handover.data.ts';
import { type Awaited, awaitedIn, type Machine, type Office, step } from './machine/machine.ts';
import { requestMachine } from './machine/request.data.ts';
import { type Held, officesAmong } from './offices.ts';

export type ListName = 'requests' | 'handovers' | 'authorizations' | 'designations' | 'agents';

interface Listed {
  table: string;
  columns: string;
  machine: Machine<string, string>;
  /** What they are in order of: the oldest wait first, or names. */
  sort: 'since' | 'practitioner_name';
  /** The offices that see all of them; a GAA sees those of the organization, an AVI those handed over to them. */
  all: readonly Office[];
}

const named = { sort: 'practitioner_name', all: ['operations', 'aga'] } as const;

const lists: Readonly<Record<ListName, Listed>> = {
  requests: {
    ...{ table: 'access_request', columns: requestColumns, machine: requestMachine },
    ...{ sort: 'since', all: ['operations', 'aga'] },
  },
  handovers: {
    ...{ table: 'key_handover', columns: handoverColumns, machine: handoverMachine },
    ...{ sort: 'since', all: ['operations', 'aga', 'tvi'] },
  },
  authorizations: {
    ...{ table: 'access_authorization', columns: authorizationColumns, machine: authorizationMachine },
    ...named,
  },
  designations: {
    ...{ table: 'gaa_designation', columns: designationColumns, machine: designationMachine },
    ...named,
  },
  agents: {
    ...{ table: 'access_agent', columns: agentColumns, machine: designationMachine },
    ...{ ...named, all: ['operations', 'aga', 'tvi'] },
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

const plain = (text: string): string => `translate(lower(${text}), 'àâäçéèêëîïôöùûüÿ', 'aaaceeeeiioouuuy')`;

const afterCursor = {
  since: '(since, id) > ($6::timestamptz, $7::uuid)',
  practitioner_name: '(practitioner_name, id) > ($6, $7::uuid)',
};

const statement = (name: ListName): string => {
  const { table, columns, sort } = lists[name];
  const avi = name === 'handovers' ? 'OR avi = $3' : 'OR ($3::text IS NOT NULL AND false)';
  return `
  SELECT ${columns} FROM service.${table}
   WHERE ($1::boolean OR organization = ANY($2) ${avi})
     AND ($4::text[] IS NULL OR state = ANY($4))
     AND ($5::text IS NULL OR ${plain('practitioner_name')} LIKE ${plain('$5')}
       OR ${plain('organization_name')} LIKE ${plain('$5')})
     AND ($6::text IS NULL OR ${afterCursor[sort]})
   ORDER BY ${sort}, id LIMIT $8`;
};

const likeText = (search: string | undefined): string | null =>
  search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : null;

interface Place {
  at: string;
  id: string;
}

const toCursor = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/** Undefined for a cursor that this list did not give. */
function fromCursor(cursor: string, sort: Listed['sort']): Place | undefined {
  try {
    const { at, id } = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Place;
    const isPlace = sort === 'practitioner_name' || !Number.isNaN(Date.parse(at));
    return typeof at === 'string' && /^[0-9a-f-]{36}$/.test(id) && isPlace ? { at, id } : undefined;
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
};

const placeOf = (row: Row, sort: Listed['sort']): Place => ({
  at: sort === 'since' ? row.since!.toISOString() : row.practitionerName,
  id: row.id,
});

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
): Promise<ListPage | undefined> {
  const { machine, sort } = lists[name];
  const from = query.cursor === undefined ? null : fromCursor(query.cursor, sort);
  if (from === undefined) return undefined;
  const states = query.state ? query.state.split(',') : null;
  const values = [reach.all, reach.organizations, reach.avi, states, likeText(query.search)];
  const found = await pool.query<Row>(
    statement(name),
    [...values, from?.at ?? null, from?.id ?? null, query.count + 1],
    `authorization-list-${name}`,
  );
  const shown = found.slice(0, query.count);
  const rows = shown.map(row => ({
    ...row,
    awaited: awaitedIn(machine, row.state).filter(({ by }) => !by.includes('platform')),
    may: eventsFor(machine, row, held, caller),
  }));
  const last = shown.at(-1);
  return { rows, ...(found.length > query.count && last && { next: toCursor(placeOf(last, sort)) }) };
}
