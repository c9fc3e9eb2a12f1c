/** One check of a table: what its failure is called, and whether what was said holds. */
export type Check<Failure, Args extends readonly unknown[]> = readonly [Failure, (...args: Args) => boolean];

/** Runs a table of checks in its order; gives the first failure, or undefined when everything holds. */
export const firstFailure = <Failure, Args extends readonly unknown[]>(
  checks: readonly Check<Failure, Args>[],
  ...args: Args
): Failure | undefined => checks.find(([, holds]) => !holds(...args))?.[0];
