import type { Evaluator } from './finding.ts';

/**
 * The same key at two addresses in quick alternation. Without knowing where addresses are, one change says nothing (a
 * telephone leaves the clinic's network); coming back and going again, within minutes, says that two use it.
 */
export const impossibleTravel: Evaluator = ({ observations }, _, { minutes = 10, changes = 4 }) => {
  const pairs = observations.slice(1).map((now, at) => [observations[at]!, now] as const);
  const moved = pairs.filter(
    ([before, now]) =>
      before.address !== now.address && Date.parse(now.at) - Date.parse(before.at) <= minutes * 60_000,
  );
  if (moved.length < changes) return [];
  const evidence = [...new Set(moved.flat())];
  const addresses = new Set(evidence.map(({ address }) => address)).size;
  return [{ evidence, figures: { changes: moved.length, addresses, minutes } }];
};

/** From a place that nobody declared, as the journal says it. */
export const remoteUndeclared: Evaluator = ({ observations }) => {
  const evidence = observations.filter(({ undeclared }) => undeclared);
  return evidence.length === 0 ? [] : [{ evidence, figures: { entries: evidence.length } }];
};

/** On behalf of an organization that the person has left. */
export const employmentEnded: Evaluator = ({ actor, day, observations }, facts) =>
  (facts.actors.get(actor.reference)?.ended ?? [])
    .filter(({ last }) => last < day)
    .flatMap(({ organization, last }) => {
      const evidence = observations.filter(one => one.organization === organization);
      return evidence.length === 0
        ? []
        : [{ about: organization, evidence, figures: { entries: evidence.length, last } }];
    });
