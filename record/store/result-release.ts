import { type Pool, type Query, statement } from '@continuum/record-database';
import { type ReleaseRule, releaseRule, type Sight } from '@continuum/trust-access';
import type { ResultRelease } from '@continuum/trust-consent';
import { ruleArguments } from './released.ts';
import { run } from './statement.ts';
import { visible } from './visible.ts';

/** A clinician's decision on a result, with the id of its Task. */
export type KeptRelease = Omit<ResultRelease, 'usagerName' | 'resultName' | 'version'> & { id: string };

/** Why the person sees a result by now (`released`, `chosen`, `elapsed`), or not yet. */
export type ResultStateName =
  | 'not-final'
  | 'clinician'
  | 'held'
  | 'delay'
  | 'released'
  | 'chosen'
  | 'elapsed';

/** Whether the person sees one report, for who works on it. */
export interface ResultState {
  /** Id of the DiagnosticReport. */
  id: string;
  state: ResultStateName;
  /** Of what time shows: when it does, or did. */
  until: Date;
  /** Of the last decision on it: what, who, when, and the id of the Task. */
  decision?: { task: string; kind: 'release' | 'hold'; name: string; signed: Date };
}

const insert = `INSERT INTO record.result_release (id, usager, result, kind, until, practitioner, name, signed)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

/** In the transaction that writes the signed act. */
export async function keepRelease(
  db: { query: Query },
  { id, usager, result, kind, until, practitioner, name, signed }: KeptRelease,
): Promise<void> {
  const values = [id, usager, result, kind, until ?? null, practitioner, name, signed];
  await run(db, insert, { values });
}

interface StateRow extends Omit<ResultState, 'decision'> {
  task: string | null;
  kind: 'release' | 'hold';
  name: string;
  signed: Date;
}

/** Of the reports of a usager that the sight sees: whether the person sees them by now. */
export async function resultStates(
  db: Pool,
  sight: Sight,
  now: Date,
  usager: string,
  rule: ReleaseRule = releaseRule,
): Promise<ResultState[]> {
  const s = statement();
  const of = `ARRAY[${s.param(usager, 'text')}], 'DiagnosticReport', ${ruleArguments(rule, now, s)}, NULL`;
  const text = `SELECT t.id, t.state, t.until, a.id AS task, a.kind, a.name, a.signed
    FROM record.result_states(${of}) t
    JOIN ${visible(sight, now, s).live('r')} ON r.type = 'DiagnosticReport' AND r.id = t.id
    LEFT JOIN LATERAL (SELECT k.* FROM record.result_release k
      WHERE k.usager = t.usager AND k.result = 'DiagnosticReport/' || t.id
      ORDER BY k.signed DESC, k.id LIMIT 1) a ON true`;
  const rows = await run<StateRow>(db, text, s);
  return rows.map(({ task, kind, name, signed, ...state }) => ({
    ...state,
    ...(task !== null && { decision: { task, kind, name, signed } }),
  }));
}
