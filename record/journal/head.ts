import type { Query } from '@continuum/record-database';
import type { SignedTreeHead } from '@continuum/trust-audit';

/** A head as the table has it. */
export interface Head {
  size: number;
  root: Buffer;
  at: Date;
  key: string;
  signature: Buffer;
  peaks: Buffer[];
  horizon: string;
  cluster: string;
}

export const headColumns = 'size, root, at, key, signature, peaks, horizon::text AS horizon, cluster';

/** As it is published. */
export const toSignedHead = ({ size, root, at, key, signature }: Head): SignedTreeHead => ({
  size,
  root: root.toString('base64'),
  at: at.toISOString(),
  key,
  signature: signature.toString('base64'),
});

export async function lastHead(query: Query): Promise<Head | undefined> {
  const [head] = await query<Head>(
    `SELECT ${headColumns} FROM record.journal_head ORDER BY size DESC LIMIT 1`,
  );
  return head;
}
