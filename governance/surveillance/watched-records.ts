import type { Pool } from '@continuum/record-database';
import type { Access } from '@continuum/record-gate';
import { namSystem, parseNam } from '@continuum/standards-nam';
import { type At, refuse } from './deps.ts';

/** A record that is watched more closely. */
export interface WatchedRecord {
  id: string;
  usager: string;
  reason: string;
  since: Date;
  byName: string;
}

const columns = 'id, usager, reason, since, by_name AS "byName"';
const listText = `SELECT ${columns} FROM service.surveillance_watched WHERE ended IS NULL ORDER BY since DESC LIMIT 500`;
const insert = `
  INSERT INTO service.surveillance_watched (usager, reason, since, by, by_name) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (usager) WHERE ended IS NULL DO NOTHING RETURNING ${columns}`;
const end = `
  UPDATE service.surveillance_watched SET ended = $2, ended_by = $3 WHERE id = $1 AND ended IS NULL RETURNING ${columns}`;

/** Those that are watched now. */
export const listWatched = (pool: Pool): Promise<WatchedRecord[]> => pool.query<WatchedRecord>(listText);

/** Watches a usager’s record, found by NAM, from now on. */
export async function watchRecord(
  at: At,
  access: Access,
  nam: string,
  reason: string,
): Promise<WatchedRecord> {
  const parsed = parseNam(nam);
  if (!parsed.valid) return refuse('rule', 'nam: ce n’est pas un NAM.', 'nam: it is not a NAM.');
  const outcome = await access.search('Patient', [['identifier', `${namSystem}|${parsed.nam.value}`]]);
  const [one] = outcome.outcome === 'found' ? outcome.entries : [];
  if (!one)
    return refuse('rule', 'nam: le registre ne le connaît pas.', 'nam: the register does not know it.');
  const { id: by, name } = at.caller.actor;
  const [row] = await at.tx.query<WatchedRecord>(insert, [one.id, reason, at.now, by, name]);
  return row ?? refuse('not-now', 'Ce dossier est déjà sous attention.', 'This record is watched already.');
}

/** Ends it: that it was, and until when, stays. */
export async function endWatched(at: At, id: string): Promise<WatchedRecord> {
  const [row] = await at.tx.query<WatchedRecord>(end, [id, at.now, at.caller.actor.id]);
  return row ?? refuse('unknown', 'Il n’y a rien de tel.', 'There is no such thing.');
}
