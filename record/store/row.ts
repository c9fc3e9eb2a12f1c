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
