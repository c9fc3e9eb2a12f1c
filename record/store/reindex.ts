import type { Pool, Tx } from '@continuum/record-database';
import { extract, type Resource } from '@continuum/standards-fhir';
import { mentionsOf } from './belonging.ts';
import { indexed, inheritanceTokens } from './index-values.ts';
import { run } from './statement.ts';
import { primaryDate } from './to-row.ts';
import { jsonb } from './write-rows.ts';

/**
 * What the extraction makes of a resource. Raise it with every change of what `indexed` gives or of how `extract`
 * reads: rows written before are then made again, in the background. 2: quantities in canonical units.
 * 3: canonical addresses without their version.
 */
export const extractionVersion = 3;

interface Progress {
  type: string;
  id: string;
  done: boolean;
}

interface Old {
  owner: string;
  type: string;
  id: string;
  body: string;
}

const begin = 'INSERT INTO record.extraction (version) VALUES ($1) ON CONFLICT DO NOTHING';

/** Held by one process at a time. */
const progress = 'SELECT type, id, done FROM record.extraction WHERE version = $1 FOR UPDATE SKIP LOCKED';

/** Locked in the order in which writers lock. */
const following = `SELECT owner, type, id, body FROM record.resource
  WHERE (type, id) > ($1, $2) AND NOT deleted ORDER BY type, id LIMIT $3 FOR UPDATE`;

const renew = `UPDATE record.resource r SET tokens = i.tokens::bigint[], found = i.found, date = i.date
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::jsonb[], $6::timestamptz[])
    AS i (owner, type, id, tokens, found, date)
  WHERE r.type = i.type AND r.id = i.id AND r.owner = i.owner
    AND (r.tokens, r.found, r.date) IS DISTINCT FROM (i.tokens::bigint[], i.found, i.date)`;

const advance = 'UPDATE record.extraction SET type = $2, id = $3, done = $4 WHERE version = $1';

function madeAgain({ type, id, body }: Old) {
  const resource = { ...(JSON.parse(body) as Resource), id };
  const values = extract(resource);
  const { tokens, found } = indexed(type, values);
  const all = [...tokens, ...inheritanceTokens(mentionsOf(resource).needs)];
  return { tokens: `{${all.join(',')}}`, found: jsonb(found), date: primaryDate(type, values) };
}

async function renewAll(tx: Tx, rows: readonly Old[]): Promise<void> {
  const made = rows.map(madeAgain);
  const values = [
    rows.map(({ owner }) => owner),
    rows.map(({ type }) => type),
    rows.map(({ id }) => id),
    made.map(({ tokens }) => tokens),
    made.map(({ found }) => found),
    made.map(({ date }) => date),
  ];
  await run(tx, renew, { values });
}

/** A batch is a transaction: writers wait for the rows of one, a few milliseconds. */
const batch = 100;

/**
 * Indexes the next rows again. `done`: all are of this version; `elsewhere`: another process is at it. A killed
 * process loses its batch, and whoever comes next goes on from there.
 */
export async function reindexSome(pool: Pool, size = batch): Promise<'more' | 'done' | 'elsewhere'> {
  await run(pool, begin, { values: [extractionVersion] });
  return pool.transaction(async tx => {
    const [at] = await run<Progress>(tx, progress, { values: [extractionVersion] });
    if (!at) return 'elsewhere';
    if (at.done) return 'done';
    const rows = await run<Old>(tx, following, { values: [at.type, at.id, size] });
    const last = rows.at(-1) ?? at;
    const done = rows.length < size;
    if (rows.length > 0) await renewAll(tx, rows);
    await run(tx, advance, { values: [extractionVersion, last.type, last.id, done] });
    return done ? 'done' : 'more';
  });
}
