import type { Statement } from '@continuum/record-database';
import type { ReleaseRule, Sight } from '@continuum/trust-access';
import { keyOf, tokenText } from './index-values.ts';
import { token } from './token.ts';

const types = ['DiagnosticReport', 'Observation'] as const;

/** Tokens of any of those codes, in a parameter of the types that results are. */
const tokensOf = (parameter: string, codes: readonly string[]): string[] =>
  types.flatMap(type => codes.map(code => token(tokenText.code(keyOf(type, parameter), code))));

/** What the functions of the migration take of a rule, at a moment. */
export function ruleArguments(
  { domains, final, byClinician, days }: ReleaseRule,
  now: Date,
  { param }: Statement,
): string {
  const { sections, codes } = byClinician;
  return [
    param(now, 'timestamptz'),
    `make_interval(days => ${param(days, 'int')})`,
    param(domains, 'text[]'),
    param(tokensOf('status', final), 'bigint[]'),
    param([...tokensOf('category', sections), ...tokensOf('code', codes)], 'bigint[]'),
  ].join(', ');
}

/** What a release leaves alone: who people are, what nobody's record is, and the person's own choices. */
const untouched = "('identity', 'registry', 'directive')";

/**
 * Whether a person's own result is shown to them by now, as SQL; undefined: the sight is not a person's own. What is made of
 * a result, and what speaks of it, goes with it. What is withheld is asked once for the statement.
 * @throws TypeError for a sight of everybody: results are released to the person whose they are
 */
export function released(
  { release, usagers }: Sight,
  now: Date,
  s: Statement,
): ((x: string) => string) | undefined {
  if (release === undefined) return undefined;
  if (usagers === 'any') throw new TypeError('Results are released to somebody, not to everybody.');
  const withheld = `(SELECT record.withheld(${s.param(usagers, 'text[]')}, ${ruleArguments(release, now, s)}))`;
  return x => `(${x}.domain IN ${untouched} OR NOT record.withholds(${withheld},
      ${x}.owner, ${x}.type, ${x}.id, ${x}.version, ${x}.deleted, ${x}.body))`;
}
