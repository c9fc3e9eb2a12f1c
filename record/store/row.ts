import type { Domain } from '@continuum/trust-access';
import type { Held } from './stored.ts';

/** A version as the tables give it. */
export interface Row {
  owner: string;
  type: string;
  id: string;
  version: number;
  updated: Date;
  domain: Domain;
  others: string[] | null;
  deleted: boolean;
  body: string;
}

/** Columns of `Row` under an alias. */
export const rowColumns = (alias: string): string =>
  'owner type id version updated domain others deleted body'
    .split(' ')
    .map(column => `${alias}.${column}`)
    .join(', ');

/**
 * What goes with a body that stands, in one column: a value costs both sides more than its bytes. None of them holds a
 * space, and `others`, which may be missing, comes last.
 */
export const factsColumn = (alias: string): string =>
  `concat_ws(' ', ${alias}.owner, ${alias}.type, ${alias}.id, ${alias}.version, date_part('epoch', ${alias}.updated) * 1000,
    ${alias}.domain, array_to_string(${alias}.others, ','))`;

/** A version that stands as `factsColumn` and its body give it. */
export function fromFacts(facts: string, body: string): Held {
  const [owner = '', type = '', id = '', version, updated, domain, others] = facts.split(' ');
  return {
    type,
    id,
    version: Number(version),
    lastUpdated: new Date(Math.round(Number(updated))),
    body,
    deleted: false,
    domain: domain as Domain,
    usagers: usagersOf({ owner, others: others ? others.split(',') : null }),
  };
}

/** An owner with a slash is the resource itself: nobody's record. */
export const isUsager = (owner: string): boolean => !owner.includes('/');

/** Ids of the Patients whose information it is. */
export const usagersOf = (row: Pick<Row, 'owner' | 'others'> | undefined): string[] =>
  row && isUsager(row.owner) ? [row.owner, ...(row.others ?? [])] : [];

/** A row as the store's callers read it. */
export function toHeld(row: Row): Held {
  const { type, id, version, updated, body, deleted, domain } = row;
  return { type, id, version, lastUpdated: updated, body, deleted, domain, usagers: usagersOf(row) };
}

/** A row as it stands, with what its next version must not forget. */
export interface Standing extends Row {
  collected: Date | null;
}

export interface Key {
  type: string;
  id: string;
}

export const keyOf = ({ type, id }: Key): string => `${type}/${id}`;

/** A version to be written. */
export interface Incoming extends Standing {
  date: Date | null;
  tokens: readonly string[];
  found: object;
  deposit: string | null;
}
