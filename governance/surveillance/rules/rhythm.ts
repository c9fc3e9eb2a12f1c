import { type DayCount, median } from './facts.ts';
import { type Evaluator, looksByUsager } from './finding.ts';
import type { ActorDay, Observation } from './observation.ts';

/** The night, in Québec: from 23:00 to 5:59. */
export const night = { from: 23, to: 6 };
const inNight = ({ hour }: Observation): boolean => hour >= night.from || hour < night.to;

const looksOf = ({ observations }: ActorDay): Observation[] =>
  observations.filter(({ look, clinical }) => look && clinical);

/** What stays of a day for the comparisons of those after it. */
export const toDayCount = (day: ActorDay): DayCount => ({
  day: day.day,
  usagers: looksByUsager(day).size,
  night: looksOf(day).filter(inNight).length,
});

/** So many days of work before one's own median means something. */
const enoughDays = 5;

/** Many more records than one's own days, and than those of peers. */
export const volume: Evaluator = (day, facts, { least = 40, own = 3, peers = 3 }) => {
  const usagers = looksByUsager(day).size;
  const history = facts.actors.get(day.actor.reference)?.history ?? [];
  const ownMedian = history.length >= enoughDays ? median(history.map(one => one.usagers)) : undefined;
  const peerMedian = facts.peers.get(day.actor.profile);
  const compared = [
    ...(ownMedian === undefined ? [] : [ownMedian * own]),
    ...(peerMedian === undefined ? [] : [peerMedian * peers]),
  ];
  if (usagers < least || compared.length === 0 || compared.some(limit => usagers <= limit)) return [];
  const figures = { usagers, own: ownMedian ?? '–', peers: peerMedian ?? '–', least };
  return [{ evidence: looksOf(day), figures }];
};

/** Looks in the night, by somebody who did not work nights these last weeks. */
export const oddHours: Evaluator = (day, facts, { least = 3, habit = 2 }) => {
  const evidence = looksOf(day).filter(inNight);
  const history = facts.actors.get(day.actor.reference)?.history ?? [];
  const nights = history.filter(one => one.night > 0).length;
  if (evidence.length < least || history.length < enoughDays || nights >= habit) return [];
  const figures = { looks: evidence.length, nights, days: history.length, from: night.from, to: night.to };
  return [{ evidence, figures }];
};
