import { type Issue, validate } from '@continuum/standards-fhir';
import { type Deposit, type Mapper, Unusable } from './deposit.ts';
import type { Prepared } from './prepared.ts';

function mapperFor(mappers: readonly Mapper[], deposit: Deposit): Mapper {
  const found = mappers.find(mapper => mapper.format === deposit.format && mapper.accepts(deposit));
  if (found) return found;
  const diagnostics = `Nothing here reads that kind of ${deposit.format} deposit.`;
  throw new Unusable([{ severity: 'error', code: 'not-supported', diagnostics }]);
}

const isError = ({ severity }: Issue): boolean => severity === 'error' || severity === 'fatal';

/**
 * Reads a deposit by the first mapper that accepts it. What the mapper makes is validated like anything else
 * before it is written.
 * @throws Unusable
 */
export function prepareMapped(deposit: Deposit, mappers: readonly Mapper[]): Prepared {
  const { claim, changes, issues } = mapperFor(mappers, deposit).map(deposit);
  return {
    claims: claim ? [{ claim, at: 'Patient' }] : [],
    turns: { conditions: [], nams: [] },
    issues,
    async build([settled]) {
      const usager = settled === undefined || settled === 'registered' ? undefined : settled.usager;
      const made = changes(usager);
      const problems = made.flatMap(change => (change.verb === 'delete' ? [] : validate(change.resource)));
      if (problems.some(isError)) throw new Unusable(problems);
      return { changes: made };
    },
  };
}
