import { type Pool, type Query, statement } from '@continuum/record-database';
import type { Sight } from '@continuum/trust-access';
import type { Key } from './row.ts';
import { run } from './statement.ts';
import { visible } from './visible.ts';

/** A version that somebody signed, and the Provenance that bears the signature. */
export interface SignedVersion extends Key {
  version: number;
  /** Id of the Provenance. */
  provenance: string;
  /** Code of what was done: see the table of acts. */
  activity: string;
  signer: string;
  recorded: Date;
}

const insert = `INSERT INTO record.signed_act (type, id, version, provenance, activity, signer, recorded)
  VALUES ($1, $2, $3, $4, $5, $6, $7), ('Provenance', $4, 1, $4, $5, $6, $7)`;

/** In the transaction that wrote that version and its Provenance. */
export async function keepSigned(db: { query: Query }, act: SignedVersion): Promise<void> {
  const { type, id, version, provenance, activity, signer, recorded } = act;
  await run(db, insert, { values: [type, id, version, provenance, activity, signer, recorded] });
}

const broken = `SELECT c.type, c.id FROM unnest($1::text[], $2::text[], $3::int[]) AS c (type, id, version)
  JOIN record.signed_act a ON a.type = c.type AND a.id = c.id AND a.version = c.version - 1
  WHERE NOT EXISTS (SELECT FROM record.signed_act n
    WHERE n.type = c.type AND n.id = c.id AND n.version = c.version)`;

/** Of versions just written in this transaction, those that replace a signed one without being signed. */
export function unsignedAmong(
  db: { query: Query },
  written: readonly (Key & { version: number })[],
): Promise<Key[]> {
  const values = [written.map(w => w.type), written.map(w => w.id), written.map(w => w.version)];
  return run<Key>(db, broken, { values });
}

const columns = 'a.type, a.id, a.version, a.provenance, a.activity, a.signer, a.recorded';

/** The signed versions, the newest first, of what the sight sees of these; nothing of what it does not see. */
export function signedVersions(
  db: Pool,
  sight: Sight,
  now: Date,
  type: string,
  ids: readonly string[],
): Promise<SignedVersion[]> {
  const s = statement();
  const text = `SELECT ${columns} FROM record.signed_act a
    JOIN ${visible(sight, now, s).current('r')} ON r.type = a.type AND r.id = a.id
    WHERE a.type = ${s.param(type, 'text')} AND a.id = ANY (${s.param(ids, 'text[]')})
    ORDER BY a.id, a.version DESC`;
  return run<SignedVersion>(db, text, s);
}
