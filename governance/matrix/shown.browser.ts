import { useJson, useJsonPages } from '@continuum/ui-fhir-client';

export const api = '/api/matrix';

/** A row of the matrix, as it is shown and edited. */
export interface ShownRow {
  purposes: string[];
  reads: string[];
  writes: string[];
  creates?: string[];
  readsUnowned?: true;
  exports?: true;
  source: string;
  sources?: Record<string, string>;
}

export type ShownRows = Record<string, ShownRow>;
export type Can = 'read' | 'create' | 'write';
export type Act = 'propose' | 'adopt' | 'return' | 'withdraw';

export interface ShownChange {
  profile: string;
  kind: Can | 'purpose' | 'source';
  key: string;
  change: 'added' | 'removed' | 'changed';
  source: string;
}

export interface ShownHeader {
  id: string;
  number: number | null;
  base: number | null;
  state: 'draft' | 'proposed' | 'scheduled' | 'in-force' | 'superseded' | 'withdrawn';
  reason: string;
  starts: string | null;
  effective: string | null;
  authorName: string;
  created: string;
  revision: number;
  /** The signed act with which it was put in force, `Library/<id>`; or why there is none. */
  act: string | null;
  unsigned: 'earlier' | 'software' | null;
}

export interface ShownVersion extends ShownHeader {
  rows: ShownRows;
  changes: ShownChange[];
  events: { event: string; at: string; byName: string; reason: string | null }[];
  /** Of one that was signed: whether it still says what was signed. */
  saysWhatWasSigned?: boolean;
  may: (Act | 'save')[];
}

/** What any table is shown with. */
export interface Current {
  domains: string[];
  purposes: { code: string; closed: boolean }[];
  fixed: string[];
  version: ShownVersion;
  mayCreate: boolean;
}

interface VersionPage {
  versions: ShownHeader[];
  next?: number;
}

/** By one table: numbers by domain, or why there are none. */
export type Previewed =
  | { permit: true; domains: string[]; counts: Record<string, number> }
  | { permit: false; text: string };

export const useCurrent = () => useJson<Current>(`${api}/current`);
export const useVersion = (id: string | undefined) =>
  useJson<ShownVersion>(id === undefined ? undefined : `${api}/versions/${id}`);
export const useDiff = (from: string, to: string) =>
  useJson<{ changes: ShownChange[] }>(`${api}/diff?${new URLSearchParams({ from, to }).toString()}`);
export const usePreviewUsagers = () =>
  useJson<{ usagers: { id: string; name: string }[] | null }>(`${api}/preview/usagers`);

export const usePreview = (asked: Record<string, string> | undefined) =>
  useJson<{ before: Previewed; after: Previewed }>(
    asked && `${api}/preview?${new URLSearchParams(asked).toString()}`,
  );

export function useVersions() {
  const pages = useJsonPages<VersionPage>(`${api}/versions`, ({ next }) =>
    next === undefined ? undefined : `${api}/versions?after=${next}`,
  );
  return { ...pages, versions: pages.data?.pages.flatMap(({ versions }) => versions) };
}

const lists = { read: 'reads', create: 'creates', write: 'writes' } as const;

/** Whether a row lets somebody do that on a domain. */
export const gives = (row: ShownRow, can: Can, domain: string): boolean =>
  (row[lists[can]] ?? []).includes(domain);

const turned = (some: readonly string[], one: string): string[] =>
  some.includes(one) ? some.filter(other => other !== one) : [...some, one];

/** The row with a cell the other way round; what changes says where it comes from, until it is said better. */
export function turn(row: ShownRow, kind: Can | 'purpose', key: string, source: string): ShownRow {
  const list = kind === 'purpose' ? 'purposes' : lists[kind];
  const sources = { ...row.sources, [key]: row.sources?.[key] || source };
  return { ...row, [list]: turned(row[list] ?? [], key), sources };
}

const namesOf = ({ purposes, reads, creates = [], writes }: ShownRow): string[] => [
  ...purposes,
  ...[...reads.map(key => `read ${key}`), ...creates.map(key => `create ${key}`)],
  ...writes.map(key => `write ${key}`),
];

/** The cells (a purpose, a domain) of which two rows do not say the same. */
export function changedKeys(before: ShownRow, after: ShownRow): string[] {
  const [old, next] = [new Set(namesOf(before)), new Set(namesOf(after))];
  const other = [...old.symmetricDifference(next)].map(name => name.split(' ').at(-1)!);
  return [...new Set(other)];
}
