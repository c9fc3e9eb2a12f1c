import type { Profile } from './actor.ts';
import type { Domain } from './domain.ts';
import { type Matrix, type MatrixRow, matrix } from './matrix.data.ts';
import type { PurposeOfUse } from './purpose.ts';

/** What a cell of the matrix is about: acting for a purpose, or an action on a domain. */
export type MatrixCell =
  | { kind: 'purpose'; key: PurposeOfUse }
  | { kind: 'read' | 'create' | 'write'; key: Domain };

/** One cell that two tables do not say the same of. */
export type MatrixChange = { profile: Profile } & (
  | (MatrixCell & { change: 'added' | 'removed'; source: string })
  | { kind: 'source'; key: Domain | PurposeOfUse | 'row'; change: 'changed'; before: string; source: string }
);

/** Where a cell comes from: its own source, or its row's. */
export const sourceOf = (row: MatrixRow, key: Domain | PurposeOfUse): string =>
  row.sources?.[key] || row.source;

/** What a row gives, cell by cell. Who may change may add. */
export function cellsOf(row: MatrixRow): MatrixCell[] {
  const cells = (kind: 'read' | 'create' | 'write', some: readonly Domain[]): MatrixCell[] =>
    some.map(key => ({ kind, key }));
  return [
    ...row.purposes.map((key): MatrixCell => ({ kind: 'purpose', key })),
    ...cells('read', row.reads),
    ...cells('create', row.creates ?? []),
    ...cells('write', row.writes),
  ];
}

const nameOf = ({ kind, key }: MatrixCell): string => `${kind} ${key}`;

/** The cells of `row` that `other` has not. */
export function without(row: MatrixRow, other: MatrixRow): MatrixCell[] {
  const names = new Set(cellsOf(other).map(nameOf));
  return cellsOf(row).filter(cell => !names.has(nameOf(cell)));
}

/** Sources that are told anew of what both rows give. */
function newSources(profile: Profile, before: MatrixRow, after: MatrixRow): MatrixChange[] {
  const told = (key: Domain | PurposeOfUse | 'row', was: string, source: string): MatrixChange[] =>
    was === source ? [] : [{ profile, kind: 'source', key, change: 'changed', before: was, source }];
  const standing = new Set(
    cellsOf(after)
      .map(({ key }) => key)
      .filter(key => cellsOf(before).some(cell => cell.key === key)),
  );
  return [
    ...told('row', before.source, after.source),
    ...[...standing].flatMap(key => told(key, before.sources?.[key] ?? '', after.sources?.[key] ?? '')),
  ];
}

/** What changes from one table to another, profile by profile: what is given, what is taken, what is said of it. */
export function diffMatrix(before: Matrix, after: Matrix): MatrixChange[] {
  return (Object.keys(matrix) as Profile[]).flatMap(profile => {
    const [old, next] = [before[profile], after[profile]];
    return [
      ...without(next, old).map(cell => ({
        ...{ profile, ...cell, change: 'added' as const, source: sourceOf(next, cell.key) },
      })),
      ...without(old, next).map(cell => ({
        ...{ profile, ...cell, change: 'removed' as const, source: sourceOf(old, cell.key) },
      })),
      ...newSources(profile, old, next),
    ];
  });
}
