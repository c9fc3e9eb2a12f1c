import type { Pool, Query, Tx } from '@continuum/record-database';
import type { Access, Denied, Gate } from '@continuum/record-gate';
import { surveillanceActor } from '@continuum/trust-access';
import { keepDayCounts, keptHistory } from './day-counts.ts';
import { gatherFacts } from './gather-facts.ts';
import { evaluate, type InForce } from './rules/evaluate.ts';
import { isWatched, quebecTime, toActorDays } from './rules/observation.ts';
import type { Alert } from './rules/rule.ts';
import { inForce, rulesNow } from './rules-in-force.ts';

export interface WatchDeps {
  pool: Pool;
  gate: Pick<Gate, 'open'>;
  clock?: () => Date;
  /** Leaves of the journal's tree at a time. */
  page?: number;
}

/** The journal and the registers, as the watch itself reads them. */
export const openWatch = (gate: Pick<Gate, 'open'>): Access =>
  gate.open(
    surveillanceActor,
    { of: 'HCOMPL' },
    { request: 'surveillance', address: 'local', channel: 'platform' },
  );

/** What was found. @throws when the matrix in force closes the journal to the watch: somebody must see it */
export function orThrow<T extends { outcome: string }>(answer: T | Denied): Exclude<T, Denied> {
  if (answer.outcome === 'denied')
    throw new Error(`surveillance: the journal is closed to the watch (${(answer as Denied).decision.text})`);
  return answer as Exclude<T, Denied>;
}

const begin = `
  INSERT INTO service.surveillance_cursor (rule, version, next) SELECT * FROM unnest($1::text[], $2::int[], $3::bigint[])
  ON CONFLICT DO NOTHING`;

const locked = `
  SELECT rule, version, next FROM service.surveillance_cursor
   WHERE (rule, version) IN (SELECT * FROM unnest($1::text[], $2::int[])) ORDER BY rule FOR UPDATE`;

interface Cursor {
  rule: string;
  version: number;
  next: number;
}

/** Has rules begin at the end of the journal as it is now: what was before is for replays. */
export async function beginAtEnd(tx: Tx, access: Access, rules: readonly Pick<InForce, 'id' | 'version'>[]) {
  const now = new Date();
  const { after } = orThrow(await access.watching.extentOf(now, now));
  const keys = [rules.map(({ id }) => id), rules.map(({ version }) => version)];
  await tx.query(begin, [...keys, rules.map(() => after)]);
}

/** Places of the rules in the tree, locked: another process waits here, and then has nothing left to do. */
async function placesOf(tx: Tx, access: Access, rules: readonly InForce[]): Promise<Cursor[]> {
  const keys = [rules.map(({ id }) => id), rules.map(({ version }) => version)];
  const places = await tx.query<Cursor>(locked, keys);
  if (places.length === rules.length) return places;
  await beginAtEnd(tx, access, rules);
  return tx.query<Cursor>(locked, keys);
}

const move = `
  UPDATE service.surveillance_cursor SET next = $3
   WHERE (rule, version) IN (SELECT * FROM unnest($1::text[], $2::int[])) AND next < $3`;

const raise = `
  INSERT INTO service.surveillance_alert AS a (rule, version, key, actor, actor_name, profile, organization,
    organization_name, usager, day, at, entries, figures, raised)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
  ON CONFLICT (rule, version, key) DO UPDATE
    SET at = excluded.at, entries = excluded.entries, figures = excluded.figures
  -- What somebody has taken up stays as they saw it.
  WHERE a.state = 'new' AND (a.at, a.figures) IS DISTINCT FROM (excluded.at, excluded.figures)`;

/** Keeps alerts, those of a day that goes on with the evidence that they have now. */
export async function keepAlerts({ query }: { query: Query }, alerts: readonly Alert[], now: Date) {
  for (const { rule, version, key, actor, usager, day, at, entries, figures } of alerts)
    await query(
      raise,
      [
        ...[rule, version, key, actor.reference, actor.name, actor.profile, actor.organization?.id ?? null],
        ...[actor.organization?.name ?? null, usager ?? null, day, at, entries, JSON.stringify(figures), now],
      ],
      'surveillance-raise',
    );
}

/** A day in Québec is within these moments, whatever the season. */
const spanOf = (day: string): { from: Date; to: Date } => ({
  from: new Date(Date.parse(`${day}T00:00:00Z`)),
  to: new Date(Date.parse(`${day}T00:00:00Z`) + 30 * 3_600_000),
});

const watchedAmongText = `
  SELECT usager FROM service.surveillance_watched WHERE usager = ANY ($1) AND ended IS NULL`;

export const watchedAmong = (pool: Pick<Pool, 'query'>) => async (usagers: readonly string[]) =>
  new Set(
    (await pool.query<{ usager: string }>(watchedAmongText, [usagers], 'surveillance-watched')).map(
      ({ usager }) => usager,
    ),
  );

/** Actors that are evaluated together: what is asked of the gate at once is bounded. */
const together = 20;

async function evaluateDays(
  { gate }: WatchDeps,
  tx: Tx,
  touched: ReadonlyMap<string, { actor: string; day: string; rules: Set<InForce> }>,
): Promise<Alert[]> {
  const access = openWatch(gate);
  const alerts: Alert[] = [];
  const byDay = Map.groupBy([...touched.values()], ({ day }) => day);
  for (const [day, all] of byDay)
    for (let at = 0; at < all.length; at += together) {
      const some = all.slice(at, at + together);
      const spans = some.map(({ actor }) => ({ actor, ...spanOf(day) }));
      const { entries } = orThrow(await access.watching.ofActors(spans));
      const days = toActorDays(entries).filter(one => one.day === day);
      const careDays = careDaysOf(some);
      const history = keptHistory(tx);
      const facts = await gatherFacts({ access, history, watchedAmong: watchedAmong(tx), careDays }, days);
      alerts.push(
        ...days.flatMap(one =>
          [...(touched.get(keyOf(one.actor.reference, one.day))?.rules ?? [])].flatMap(rule =>
            evaluate(rule, one, facts),
          ),
        ),
      );
      await keepDayCounts(tx, days);
    }
  return alerts;
}

const usualCareDays = 365;

const careDaysOf = (some: readonly { rules: Set<InForce> }[]): number =>
  [...(some[0]?.rules ?? [])].find(({ id }) => id === 'no-care-link')?.parameters.days ?? usualCareDays;

const keyOf = (actor: string, day: string): string => `${actor} ${day}`;

/** One page of the journal, in one transaction with what came of it. True when there may be more. */
async function watchPage(deps: WatchDeps, tx: Tx): Promise<boolean> {
  const rules = inForce(await rulesNow(tx));
  if (rules.length === 0) return false;
  const access = openWatch(deps.gate);
  const places = await placesOf(tx, access, rules);
  const from = Math.min(...places.map(({ next }) => next));
  const count = deps.page ?? 500;
  const stretch = { from, count, actors: 'Practitioner/' };
  const { entries, next } = orThrow(await access.watching.inOrder(stretch));
  if (next === from) return false;
  const touched = new Map<string, { actor: string; day: string; rules: Set<InForce> }>();
  for (const { seq, entry } of entries) {
    if (!isWatched(entry)) continue;
    const [actor, { day }] = [entry.who.reference, quebecTime(entry.at)];
    const key = keyOf(actor, day);
    const one = touched.get(key) ?? { actor, day, rules: new Set() };
    for (const rule of rules)
      if (places.some(place => place.rule === rule.id && place.next <= seq)) one.rules.add(rule);
    touched.set(key, one);
  }
  await keepAlerts(tx, await evaluateDays(deps, tx, touched), deps.clock?.() ?? new Date());
  await tx.query(move, [rules.map(({ id }) => id), rules.map(({ version }) => version), next]);
  return true;
}

/**
 * Evaluates what is new in the journal, rule by rule, page by page; each page is evaluated once by each version of a rule,
 * whatever stops: its cursor moves in the transaction that keeps its alerts. Resolves to how many pages there were.
 */
export async function watch(deps: WatchDeps, mostPages = 1_000): Promise<number> {
  for (let pages = 0; pages < mostPages; pages++) {
    const more = await deps.pool.transaction(tx => watchPage(deps, tx));
    if (!more) return pages;
  }
  return mostPages;
}
