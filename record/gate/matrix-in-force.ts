import { type CompiledMatrix, firstMatrix } from '@continuum/trust-access';

/**
 * The access matrix in force, as a process knows it. Nobody asks for it alone: a statement that says who asks (a session, a
 * system) gives its number too, and what is new to the process is read before that answer is.
 */
export interface MatrixInForce {
  /** As of the last number that was told. */
  current(): CompiledMatrix;
  /** SQL expression of its number at the moment of a statement in the service schema. */
  numberSql: string;
  /**
   * Resolves once `current` is the table of that number, or of a later one.
   * @throws when it cannot be read, or breaks what no table may: who asked is then answered by an error, not by an older table
   */
  told(number: number): Promise<void>;
}

/** Of an installation that never edited it, and of rooms alone: the first table. */
export const firstMatrixInForce: MatrixInForce = {
  current: () => firstMatrix,
  numberSql: `${firstMatrix.number}`,
  told: async () => {},
};
