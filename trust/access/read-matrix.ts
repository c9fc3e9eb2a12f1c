import type { Profile } from './actor.ts';
import { allDomains, type Domain } from './domain.ts';
import { type Matrix, type MatrixRow, matrix } from './matrix.data.ts';
import { matrixLimits } from './matrix-limits.data.ts';
import type { PurposeOfUse } from './purpose.ts';
import { purposes } from './purposes.data.ts';

/** A table as it is kept: JSON, of which nothing is believed. */
export type KeptMatrix = Readonly<Record<string, Partial<MatrixRow> | undefined>>;

const codes = Object.keys(purposes) as PurposeOfUse[];
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The values that are known, in the order in which they are written. */
const known = <T extends string>(value: unknown, all: readonly T[]): T[] => [
  ...new Set(listOf(value).filter((one): one is T => all.includes(one as T))),
];

const domains = (value: unknown): Domain[] => known(value, allDomains);

const closed: MatrixRow = { purposes: [], reads: [], writes: [], source: 'fermé: absent de cette version' };

function readRow(profile: Profile, row: Partial<MatrixRow> | undefined): MatrixRow {
  if (matrixLimits.fixed.includes(profile)) return matrix[profile];
  if (row === undefined) return closed;
  const { readsUnowned, exports } = matrix[profile];
  const creates = domains(row.creates);
  return {
    purposes: known(row.purposes, codes),
    reads: domains(row.reads),
    writes: domains(row.writes),
    ...(creates.length > 0 && { creates }),
    // What a kind of system is, the software says.
    ...(readsUnowned && { readsUnowned }),
    ...(exports && { exports }),
    source: String(row.source ?? ''),
    ...(row.sources && { sources: row.sources }),
  };
}

/**
 * The table that was kept. What this software does not know (a profile, a domain, a purpose) is left out; a profile that the
 * table does not name has nothing, and the software's own rows are the software's.
 */
export const readMatrix = (kept: KeptMatrix): Matrix =>
  Object.fromEntries(
    (Object.keys(matrix) as Profile[]).map(profile => [profile, readRow(profile, kept[profile])]),
  ) as unknown as Matrix;
