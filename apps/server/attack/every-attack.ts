import type { Claimed } from './claims.ts';
import { allAttacks, spread } from './plan.ts';
import { siege } from './siege.ts';
import type { World } from './world.ts';

const attacksAtOnce = 200;

/** What was made of all attacks within a time. */
export interface Made {
  leaks: string[];
  /** How many were made. */
  made: number;
  /** What was not reached: of whom, how much, and which doors not at all. */
  untried: string[];
}

/**
 * Every attack of every intruder, some of each in turn, those of rare doors as early as those of frequent ones.
 * @param until when no more are begun
 * @param tell how far it is, now and then
 */
export async function everyAttack(
  world: World,
  claimed: Claimed,
  until: number,
  tell: (line: string) => void,
): Promise<Made> {
  const lists = world.intruders.map(intruder => ({
    intruder,
    attacks: spread(allAttacks(world, claimed, intruder)),
    made: 0,
  }));
  const leaks: string[] = [];
  const all = lists.reduce((sum, { attacks }) => sum + attacks.length, 0);
  const made = (): number => lists.reduce((sum, one) => sum + one.made, 0);
  while (made() < all && Date.now() < until) {
    for (const one of lists) {
      const some = one.attacks.slice(one.made, one.made + attacksAtOnce);
      if (some.length === 0 || Date.now() >= until) continue;
      leaks.push(...(await siege(world, one.intruder, some)));
      one.made += some.length;
    }
    tell(`${made()} of ${all} attacks, ${leaks.length} leaks`);
  }
  const untried = lists.flatMap(({ intruder, attacks, made: done }) => {
    if (done === attacks.length) return [];
    const tried = new Set(attacks.slice(0, done).map(({ door }) => door));
    const doors = [...new Set(attacks.map(({ door }) => door))].filter(door => !tried.has(door));
    const never = doors.length > 0 ? `; none at ${doors.join(', ')}` : '';
    return [`${intruder.name}: ${attacks.length - done} of ${attacks.length} attacks${never}`];
  });
  return { leaks, made: made(), untried };
}
