import type { Pool } from '@continuum/record-database';
import type { Access } from '@continuum/record-gate';
import type { JournalEntry } from '@continuum/trust-audit';
import type { DayHistory } from './day-counts.ts';
import { type At, dayMs, refuse, refuseUnknown } from './deps.ts';
import { gatherFacts } from './gather-facts.ts';
import { evaluate, type InForce, usualParameters } from './rules/evaluate.ts';
import { type DayCount, median } from './rules/facts.ts';
import { type ActorDay, quebecTime, toActorDays } from './rules/observation.ts';
import { toDayCount } from './rules/rhythm.ts';
import type { Alert, ParameterValues } from './rules/rule.ts';
import { rules } from './rules/rules.data.ts';
import { parameterProblem } from './rules-in-force.ts';
import { openWatch, orThrow, type WatchDeps, watchedAmong } from './watch.ts';

/** A replay as it is kept. */
export interface Replay {
  id: string;
  rule: string;
  version: number;
  parameters: ParameterValues;
  firstDay: string;
  lastDay: string;
  state: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';
  asked: Date;
  byName: string;
  doneDays: number;
  allDays: number;
  perDay: { day: string; alerts: number }[];
  sample: Alert[];
}

export const replayColumns = `id, rule, version, parameters, first_day::text AS "firstDay", last_day::text AS "lastDay",
  state, asked, by_name AS "byName", done_days AS "doneDays", all_days AS "allDays", per_day AS "perDay", sample`;

const mostDays = 366;

const insert = `
  INSERT INTO service.surveillance_replay (rule, version, parameters, first_day, last_day, state, asked, by, by_name, all_days)
  VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7, $8, $9) RETURNING ${replayColumns}`;

const daysBetween = (first: string, last: string): number =>
  Math.round((Date.parse(last) - Date.parse(first)) / dayMs) + 1;

/** What is asked of a replay: days of Québec, both included. */
export interface ReplayAsked {
  parameters?: ParameterValues;
  firstDay: string;
  lastDay: string;
}

/** Asks for a replay; a job does it. */
export async function askReplay(at: At, id: string, asked: ReplayAsked): Promise<Replay> {
  const rule = rules.find(one => one.id === id) ?? refuseUnknown();
  const parameters = { ...usualParameters(rule), ...asked.parameters };
  const problem = parameterProblem(rule, parameters);
  if (problem) refuse('rule', problem, problem);
  const days = daysBetween(asked.firstDay, asked.lastDay);
  if (days < 1 || days > mostDays)
    refuse(
      'rule',
      `lastDay: de 1 à ${mostDays} jours à partir de firstDay.`,
      `lastDay: from 1 to ${mostDays} days from firstDay on.`,
    );
  const { id: by, name } = at.caller.actor;
  const values = [
    id,
    rule.version,
    JSON.stringify(parameters),
    asked.firstDay,
    asked.lastDay,
    at.now,
    by,
    name,
    days,
  ];
  const [row] = await at.tx.query<Replay>(insert, values);
  return row!;
}

const cancel = `
  UPDATE service.surveillance_replay SET state = 'cancelled', finished = $2
   WHERE id = $1 AND state IN ('waiting', 'running') RETURNING ${replayColumns}`;

/** Stops a replay; what it found so far stays. */
export async function cancelReplay(at: At, id: string): Promise<Replay> {
  const [row] = await at.tx.query<Replay>(cancel, [id, at.now]);
  return row ?? refuse('not-now', 'Ce rejeu est déjà terminé.', 'This replay has ended already.');
}

/** The numbers of the days that were replayed, as they come: those of a watch that had run all along. */
export function replayedHistory(): DayHistory & { keep(days: readonly ActorDay[]): void } {
  const kept = new Map<string, { profile: string; counts: DayCount[] }>();
  const within = (day: string, before: string) =>
    day < before && Date.parse(before) - Date.parse(day) <= 28 * dayMs;
  return {
    keep(days) {
      for (const one of days) {
        const { reference, profile } = one.actor;
        const of = kept.get(reference) ?? { profile, counts: [] };
        of.counts.unshift(toDayCount(one));
        kept.set(reference, of);
      }
    },
    async of(days) {
      const before = days[0]?.day ?? '';
      const history = new Map(
        days.map(({ actor: { reference } }) => [
          reference,
          (kept.get(reference)?.counts ?? []).filter(({ day }) => within(day, before)),
        ]),
      );
      const byProfile = Map.groupBy([...kept.values()], ({ profile }) => profile);
      const peers = new Map<string, number>();
      for (const [profile, all] of byProfile) {
        const worked = all.flatMap(({ counts }) =>
          counts
            .filter(({ day, usagers }) => usagers > 0 && within(day, before))
            .map(({ usagers }) => usagers),
        );
        if (worked.length > 0) peers.set(profile, median(worked));
      }
      return { history, peers };
    },
  };
}

/** Entries of a day of Québec, in memory: a day of a territory, not a year of a province. */
async function entriesOf(access: Access, day: string, page: number): Promise<JournalEntry[]> {
  const from = new Date(`${day}T00:00:00Z`);
  const to = new Date(from.getTime() + 30 * 3_600_000);
  const { first, after } = orThrow(await access.watching.extentOf(from, to));
  const found: JournalEntry[] = [];
  for (let next = first; next < after; ) {
    const stretch = { from: next, count: page, actors: 'Practitioner/' };
    const some = orThrow(await access.watching.inOrder(stretch));
    if (some.next === next) break;
    found.push(...some.entries.map(({ entry }) => entry).filter(entry => quebecTime(entry.at).day === day));
    next = some.next;
  }
  return found;
}

const sampleSize = 50;
const together = 20;

const take = `
  UPDATE service.surveillance_replay SET state = 'running', done_days = 0, per_day = '[]', sample = '[]'
   WHERE id = (SELECT id FROM service.surveillance_replay WHERE state IN ('waiting', 'running') ORDER BY asked LIMIT 1)
  RETURNING ${replayColumns}`;
const progress = `
  UPDATE service.surveillance_replay SET done_days = done_days + 1, per_day = per_day || $2::jsonb, sample = $3
   WHERE id = $1 AND state = 'running' RETURNING id`;
const finish = `
  UPDATE service.surveillance_replay SET state = $2, finished = $3 WHERE id = $1 AND state = 'running'`;

async function evaluateDay(
  { pool }: WatchDeps,
  access: Access,
  rule: InForce,
  days: readonly ActorDay[],
  history: DayHistory,
): Promise<Alert[]> {
  const alerts: Alert[] = [];
  for (let at = 0; at < days.length; at += together) {
    const some = days.slice(at, at + together);
    const careDays = rule.parameters.days ?? 365;
    const facts = await gatherFacts({ access, history, watchedAmong: watchedAmong(pool), careDays }, some);
    alerts.push(...some.flatMap(one => evaluate(rule, one, facts)));
  }
  return alerts;
}

async function replayOne(deps: WatchDeps, replay: Replay): Promise<void> {
  const access = openWatch(deps.gate);
  const rule = { id: replay.rule, version: replay.version, parameters: replay.parameters } as InForce;
  const history = replayedHistory();
  const sample: Alert[] = [];
  for (let number = 0; number < replay.allDays; number++) {
    const day = new Date(Date.parse(replay.firstDay) + number * dayMs).toISOString().slice(0, 10);
    const days = toActorDays(await entriesOf(access, day, deps.page ?? 1_000));
    const alerts = await evaluateDay(deps, access, rule, days, history);
    history.keep(days);
    sample.push(...alerts.slice(0, sampleSize - sample.length));
    const perDay = JSON.stringify([{ day, alerts: alerts.length }]);
    const kept = await deps.pool.query(progress, [replay.id, perDay, JSON.stringify(sample)]);
    // Cancelled meanwhile.
    if (kept.length === 0) return;
  }
  await deps.pool.query(finish, [replay.id, 'done', deps.clock?.() ?? new Date()]);
}

/** Does what replays were asked for, one after the other; one that a killed process had begun begins anew. */
export async function replayAll(deps: WatchDeps): Promise<number> {
  for (let done = 0; ; done++) {
    const [replay] = await deps.pool.query<Replay>(take);
    if (!replay) return done;
    try {
      await replayOne(deps, replay);
    } catch (error) {
      await (deps.pool as Pool).query(finish, [replay.id, 'failed', deps.clock?.() ?? new Date()]);
      throw error;
    }
  }
}
