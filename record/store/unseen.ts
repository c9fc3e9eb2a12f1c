import { statement, type Tx } from '@continuum/record-database';
import type { Domain, Sight } from '@continuum/trust-access';
import { type Key, type Row, rowColumns, toHeld } from './row.ts';
import { run } from './statement.ts';
import type { Held } from './stored.ts';
import { visible } from './visible.ts';

/** Whose resources are looked for: not of that source, not of the domains that several sources keep. */
export interface Elsewhere {
  source: string;
  shared: readonly Domain[];
}

/**
 * Of what stands under those ids, deleted or not: what another source sent and the sight does not see. For
 * decisions of the gate about rows that the transaction has locked; never for an answer.
 */
export async function foreignUnseen(
  tx: Tx,
  sight: Sight,
  now: Date,
  keys: readonly Key[],
  { source, shared }: Elsewhere,
): Promise<Held[]> {
  const s = statement();
  const types = s.param(
    keys.map(({ type }) => type),
    'text[]',
  );
  const ids = s.param(
    keys.map(({ id }) => id),
    'text[]',
  );
  const text = `SELECT ${rowColumns('r')} FROM unnest(${types}, ${ids}) AS k (type, id)
    JOIN record.resource r ON r.type = k.type AND r.id = k.id
    LEFT JOIN record.deposit d ON d.id = r.deposit
    WHERE d.source IS DISTINCT FROM ${s.param(source, 'text')} AND r.domain <> ALL (${s.param(shared, 'text[]')})
      AND NOT EXISTS (SELECT FROM ${visible(sight, now, s).current('v')} WHERE v.type = r.type AND v.id = r.id)`;
  return (await run<Row>(tx, text, s)).map(toHeld);
}
