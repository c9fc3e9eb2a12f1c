import type { Pool } from '@continuum/record-database';
import type { MatrixInForce } from '@continuum/record-gate';
import {
  type CompiledMatrix,
  checkMatrix,
  compileMatrix,
  firstMatrix,
  type KeptMatrix,
  readMatrix,
} from '@continuum/trust-access';

/** The matrix in force, known to a process, and a way to ask for its number where nobody asks anything else. */
export interface KnownMatrix extends MatrixInForce {
  /** Asks: at the start, and for work that no request began. */
  refresh(): Promise<void>;
}

/** Nobody is let in by a table that cannot be read: 503. */
class MatrixUnreadable extends Error {
  readonly statusCode = 503;
  constructor(number: number, why: string) {
    super(`Version ${number} of the access matrix cannot be applied: ${why}.`);
    this.name = 'MatrixUnreadable';
  }
}

/** Of the database's clock, so that every process changes at one moment. Numbers grow as versions take effect. */
const numberSql = `(SELECT coalesce(max(m.number), ${firstMatrix.number}) FROM service.matrix_version m
  WHERE m.state = 'adopted' AND m.effective <= now())`;

async function read(pool: Pick<Pool, 'query'>, number: number): Promise<CompiledMatrix> {
  const text = `SELECT content FROM service.matrix_version WHERE number = $1 AND state = 'adopted'`;
  const [row] = await pool.query<{ content: KeptMatrix }>(text, [number]);
  if (!row) throw new MatrixUnreadable(number, 'it is not there');
  const table = readMatrix(row.content);
  const [problem] = checkMatrix(table, table);
  if (problem) throw new MatrixUnreadable(number, `${problem.field}: ${problem.rule}`);
  return compileMatrix(number, table);
}

/** The matrix in force over the database: version 1 until another number is told. */
export function createMatrixInForce(pool: Pick<Pool, 'query'>): KnownMatrix {
  let known = firstMatrix;
  const reading = new Map<number, Promise<CompiledMatrix>>();
  const readOnce = (number: number): Promise<CompiledMatrix> => {
    const started = reading.get(number) ?? read(pool, number).finally(() => reading.delete(number));
    reading.set(number, started);
    return started;
  };
  const told = async (number: number): Promise<void> => {
    // A statement that began before the last one was answered tells nothing new.
    if (number <= known.number) return;
    const next = await readOnce(number);
    if (next.number > known.number) known = next;
  };
  return {
    current: () => known,
    numberSql,
    told,
    async refresh() {
      const [row] = await pool.query<{ number: number }>(`SELECT ${numberSql} AS number`);
      await told(row!.number);
    },
  };
}
