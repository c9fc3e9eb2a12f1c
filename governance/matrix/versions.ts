import type { Query } from '@continuum/record-database';
import {
  firstMatrix,
  type KeptMatrix,
  type Matrix,
  matrix,
  matrixLimits,
  matrixVersion,
  readMatrix,
} from '@continuum/trust-access';
import type { Version, VersionEvent, VersionHeader } from './version.ts';

const columns = `v.id, v.number, v.base, v.reason, to_char(v.starts, 'YYYY-MM-DD') AS starts, v.effective, v.author,
  v.author_name AS "authorName", v.created, v.revision, v.act, v.act_version AS "actVersion", v.unsigned,
  CASE WHEN v.state <> 'adopted' THEN v.state WHEN v.effective > now() THEN 'scheduled'
       WHEN v.number = (SELECT max(m.number) FROM service.matrix_version m WHERE m.state = 'adopted' AND m.effective <= now())
       THEN 'in-force' ELSE 'superseded' END AS state`;

const anyInForce = `SELECT EXISTS (SELECT FROM service.matrix_version m WHERE m.state = 'adopted' AND m.effective <= now()) AS any`;

/** The table in code, as a version among the others. */
async function first(query: Query): Promise<Version> {
  const [row] = await query<{ any: boolean }>(anyInForce);
  const effective = new Date(`${matrixVersion.effective}T04:00:00Z`);
  return {
    ...{ id: '1', number: firstMatrix.number, base: null, state: row!.any ? 'superseded' : 'in-force' },
    ...{ reason: matrixVersion.version, starts: null, effective, created: effective, revision: 1 },
    ...{ author: 'Device/continuum', authorName: 'Continuum', table: matrix },
    ...{ act: null, actVersion: null, unsigned: 'software' },
  };
}

type Row = VersionHeader & { content: KeptMatrix };

const toVersion = ({ content, ...header }: Row): Version => ({ ...header, table: readMatrix(content) });

/** The rows that are kept: those that may be edited. */
export const editable = (table: Matrix): KeptMatrix =>
  Object.fromEntries(
    Object.entries(table).filter(([profile]) => !matrixLimits.fixed.includes(profile as keyof Matrix)),
  );

const byId = `SELECT ${columns}, v.content FROM service.matrix_version v WHERE v.id = $1`;
const byNumber = `SELECT ${columns}, v.content FROM service.matrix_version v WHERE v.number = $1`;

/**
 * A version, by its uuid or its number.
 * @param lock the row is kept for this transaction
 */
export async function versionOf(query: Query, name: string, lock = false): Promise<Version | undefined> {
  if (name === '1') return first(query);
  const found = /^\d+$/.test(name)
    ? await query<Row>(byNumber, [name])
    : await query<Row>(`${byId}${lock ? ' FOR UPDATE OF v' : ''}`, [name]);
  return found[0] && toVersion(found[0]);
}

/** The newest that was put in force, also one whose day is to come: drafts are made from it. */
export async function newestAdopted(query: Query): Promise<Version> {
  const [row] = await query<Row>(`SELECT ${columns}, v.content FROM service.matrix_version v
    WHERE v.state = 'adopted' ORDER BY v.number DESC LIMIT 1`);
  return row ? toVersion(row) : first(query);
}

/** The version in force at this moment. */
export async function versionInForce(query: Query): Promise<Version> {
  const [row] = await query<Row>(`SELECT ${columns}, v.content FROM service.matrix_version v
    WHERE v.state = 'adopted' AND v.effective <= now() ORDER BY v.number DESC LIMIT 1`);
  return row ? toVersion(row) : first(query);
}

const pageSize = 50;

/** What has been made of the matrix, the newest first, the table in code last; fifty at a time. */
export async function listVersions(
  query: Query,
  after: number,
): Promise<{ versions: VersionHeader[]; next?: number }> {
  const rows = await query<VersionHeader>(
    `SELECT ${columns} FROM service.matrix_version v ORDER BY v.created DESC, v.id LIMIT $1 OFFSET $2`,
    [pageSize + 1, after],
  );
  if (rows.length > pageSize) return { versions: rows.slice(0, pageSize), next: after + pageSize };
  const { table: _, ...header } = await first(query);
  return { versions: [...rows, header] };
}

/** What happened to a version, in order. */
export const eventsOf = (query: Query, id: string): Promise<VersionEvent[]> =>
  id === '1'
    ? Promise.resolve([])
    : query<VersionEvent>(
        `SELECT event, at, by_name AS "byName", reason FROM service.matrix_event WHERE version = $1 ORDER BY id`,
        [id],
      );
