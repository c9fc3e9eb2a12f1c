import type { Pool } from '@continuum/record-database';
import type { ReviewState, ReviewStep } from './override-view.ts';

type Row = Omit<ReviewStep, 'at' | 'decision'> & {
  override: string;
  at: Date;
  decision: ReviewStep['decision'] | null;
};

/** The steps of the reviews of these overrides, oldest first. */
export async function stepsOf(pool: Pool, overrides: readonly string[]): Promise<Map<string, ReviewStep[]>> {
  const rows = await pool.query<Row>(
    `SELECT override, act, by, name, at, decision, reason FROM service.override_review
     WHERE override = ANY ($1::text[]) ORDER BY override, step`,
    [overrides],
  );
  const steps = new Map<string, ReviewStep[]>();
  for (const { override, at, decision, ...row } of rows) {
    const step = { ...row, at: at.toISOString(), ...(decision && { decision }) };
    steps.set(override, [...(steps.get(override) ?? []), step]);
  }
  return steps;
}

const states: Record<ReviewStep['act'], ReviewState> = {
  propose: 'to-confirm',
  confirm: 'closed',
  return: 'to-review',
};

/** Where a review stands, and what was decided once two agreed. */
export function stateOf(steps: readonly ReviewStep[]): {
  state: ReviewState;
  decision?: NonNullable<ReviewStep['decision']>;
} {
  const last = steps.at(-1);
  if (!last) return { state: 'to-review' };
  const decision = steps.findLast(({ act }) => act === 'propose')?.decision;
  return { state: states[last.act], ...(last.act === 'confirm' && decision && { decision }) };
}

/**
 * Why somebody may not take that step; undefined: they may. Nobody reviews what they did themself, nor confirms what they
 * proposed themself.
 */
export function refusalOf(
  steps: readonly ReviewStep[],
  act: ReviewStep['act'],
  by: string,
  practitioner: string,
): string | undefined {
  if (by === practitioner) return 'Nobody reviews their own override.';
  const { state } = stateOf(steps);
  if (act === 'propose')
    return state === 'to-review' ? undefined : 'A decision is proposed already: read it again.';
  if (state !== 'to-confirm') return 'No decision waits to be confirmed: read it again.';
  return steps.at(-1)?.by === by ? 'Another person confirms what you proposed (four eyes).' : undefined;
}

/** Adds a step; false when somebody took one meanwhile. */
export async function addStep(
  pool: Pool,
  override: string,
  steps: readonly ReviewStep[],
  step: Omit<ReviewStep, 'at'>,
  now: Date,
): Promise<boolean> {
  const { act, by, name, decision, reason } = step;
  const rows = await pool.query(
    `INSERT INTO service.override_review (override, step, act, by, name, at, decision, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING step`,
    [override, steps.length + 1, act, by, name, now, decision ?? null, reason],
  );
  return rows.length === 1;
}
