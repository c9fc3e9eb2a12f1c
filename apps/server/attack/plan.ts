import type { Attack } from './answer.ts';
import type { Claimed } from './claims.ts';
import type { Intruder } from './intruders.ts';
import { operationAttacks } from './operation-attacks.ts';
import { usagers } from './population.ts';
import { screenAttacks } from './screen-doors.ts';
import { searchAttacks } from './search-attacks.ts';
import type { World } from './world.ts';
import { writeAttacks } from './write-attacks.ts';

/** Every attack of one intruder on what is loaded and hidden from them. */
export function allAttacks(world: World, claimed: Claimed, intruder: Intruder): Attack[] {
  const hidden = world.hiddenFrom(intruder).filter(({ domain }) => domain !== 'registry');
  const [first] = hidden;
  const guesses = [
    ...(first ? usagers.map(usager => ({ known: first, usager, deposits: world.deposits() })) : []),
    ...hidden.map(known => ({ known, usager: known.concerns[0] ?? 'open', deposits: [] })),
  ];
  return [
    ...searchAttacks(claimed, world.population(), hidden, world.moments()),
    ...operationAttacks(claimed, hidden),
    ...screenAttacks(world.routes, guesses),
    ...hidden.filter(({ domain }) => domain !== 'identity').flatMap(writeAttacks),
  ];
}

/** The same attacks with those of rare doors as near the beginning as those of frequent ones: a part has some of each. */
export function spread(all: readonly Attack[]): Attack[] {
  const byKind = [
    ...Map.groupBy(all, ({ door, what }) => `${door} ${what.slice(0, what.indexOf(':'))}`).values(),
  ];
  const longest = Math.max(0, ...byKind.map(kind => kind.length));
  return Array.from({ length: longest }, (_, at) => byKind.flatMap(kind => kind.slice(at, at + 1))).flat();
}

/** So many of the first, and of each further kind as it comes: another part for another `turn`. */
export function sample<T>(all: readonly T[], count: number, turn: number): T[] {
  if (all.length <= count) return [...all];
  return Array.from({ length: count }, (_, at) => all[(turn + at) % all.length]!);
}
