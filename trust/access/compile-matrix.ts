import type { Profile } from './actor.ts';
import { allDomains, type Domain } from './domain.ts';
import { type Matrix, type MatrixRow, matrix, matrixVersion } from './matrix.data.ts';
import type { PurposeOfUse } from './purpose.ts';
import { purposes } from './purposes.data.ts';

/** What is done to a part of the record; who may write may create. */
export type Action = 'read' | 'create' | 'write';

/** Domains as bits: a decision compares numbers. */
type Bits = number;

const bitOf: Readonly<Partial<Record<Domain, Bits>>> = Object.fromEntries(
  allDomains.map((domain, place) => [domain, 1 << place]),
);

/** What no row has: a domain that nobody knows is closed. */
const closed: Bits = 1 << 30;

/** The bits of some domains. */
export function bitsOf(domains: readonly Domain[]): Bits {
  let bits = 0;
  for (const domain of domains) bits |= bitOf[domain] ?? closed;
  return bits;
}

/** A row as decisions read it. */
interface CompiledRow extends Readonly<Record<Action, Bits>> {
  purposes: readonly PurposeOfUse[];
  /** For each of its purposes: what that reaches, and what is seen. */
  reached: Readonly<
    Partial<Record<PurposeOfUse, Readonly<Record<Action, Bits>> & { seen: readonly Domain[] }>>
  >;
  unowned: { unowned?: 'hidden' };
  exports: boolean;
}

/** The table as decisions read it: a value, made once for each version. */
export interface CompiledMatrix {
  /** Of the version: 1 is the table in code. */
  number: number;
  /** The row of a profile; a profile that the table does not know has nothing. */
  rowOf(profile: Profile): CompiledRow;
}

function compileRow(row: MatrixRow): CompiledRow {
  const write = bitsOf(row.writes);
  const reached = row.purposes.map(of => {
    const { reads, writes } = purposes[of];
    const seen = row.reads.filter(domain => reads.includes(domain));
    return [of, { read: bitsOf(reads), create: bitsOf(writes), write: bitsOf(writes), seen }] as const;
  });
  return {
    purposes: row.purposes,
    read: bitsOf(row.reads),
    create: write | bitsOf(row.creates ?? []),
    write,
    reached: Object.fromEntries(reached),
    unowned: row.readsUnowned ? {} : { unowned: 'hidden' },
    exports: row.exports === true,
  };
}

/** Makes a table ready for decisions: an index by profile, and domains as bits. */
export function compileMatrix(number: number, table: Matrix): CompiledMatrix {
  const rows = new Map(Object.entries(table).map(([profile, row]) => [profile, compileRow(row)]));
  const none = compileRow(matrix.none);
  return { number, rowOf: profile => rows.get(profile) ?? none };
}

/** Version 1: the table in code. */
export const firstMatrix: CompiledMatrix = compileMatrix(matrixVersion.number, matrix);

/** Whether a profile writes a domain, whatever for: which sources may send it. */
export const writesDomain = (matrix: CompiledMatrix, profile: Profile, domain: Domain): boolean =>
  (matrix.rowOf(profile).write & bitsOf([domain])) !== 0;
