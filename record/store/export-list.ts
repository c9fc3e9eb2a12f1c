import type { Pool, Tx } from '@continuum/record-database';
import { type Statement, statement } from '@continuum/record-database';
import type { Sight } from '@continuum/trust-access';
import type { ExportOrder, ExportRange } from './export-order.ts';
import { anyOf, type Scope } from './search/scope.ts';
import { selection, selectionScope } from './selection.ts';
import { run } from './statement.ts';

/** Lines of one statement. */
const pageSize = 5_000;

/** Whose rows, and since when, under an alias. */
function about({ of, usagers, since }: ExportOrder, alias: string, s: Statement): string[] {
  const named = usagers && s.param(usagers, 'text[]');
  return [
    ...(of === 'usagers' ? [`strpos(${alias}.owner, '/') = 0`] : []),
    ...(named ? [`(${alias}.owner = ANY (${named}) OR ${alias}.others && ${named})`] : []),
    // Deletions are for those who have what was there.
    ...(since === undefined
      ? [`NOT ${alias}.deleted`]
      : [`${alias}.updated > ${s.param(new Date(since), 'timestamptz')}`]),
  ];
}

const insert = 'INSERT INTO record.export_line (export, type, id, version, deleted)';

/** A page of the current versions, in the order of the key. */
function currentText(order: ExportOrder, scope: Scope, after: string): string {
  const { s, see, types } = scope;
  const searches = order.filters[types[0]!] ?? [];
  const matches = searches.map(text => selection(scope, text));
  const where = [
    `r.type = ${s.param(types[0], 'text')}`,
    `r.id > ${s.param(after, 'text')}`,
    ...about(order, 'r', s),
    // Of a replaced version no search can be asked: with searches, what changes meanwhile comes as it became.
    ...(matches.length > 0
      ? [`(r.deleted OR ${anyOf(matches)})`]
      : [`r.updated <= ${s.param(new Date(order.until), 'timestamptz')}`]),
  ];
  return `WITH page AS MATERIALIZED (
    SELECT r.type, r.id, r.version, r.deleted FROM ${see.current('r')}
    WHERE ${where.join(' AND ')} ORDER BY r.id LIMIT ${pageSize}),
  kept AS (${insert} SELECT ${s.param(order.id, 'uuid')}, p.* FROM page p ON CONFLICT DO NOTHING)
  SELECT max(id) AS last, count(*) AS count FROM page`;
}

/** What was current at the moment of the export and was replaced since. */
function replacedText(order: ExportOrder, { s, see, types }: Scope): string {
  const until = s.param(new Date(order.until), 'timestamptz');
  return `${insert} SELECT ${s.param(order.id, 'uuid')}, v.type, v.id, v.version, v.deleted
    FROM ${see.current('n')} JOIN LATERAL (
      SELECT w.version FROM record.version w
      WHERE w.type = n.type AND w.id = n.id AND w.updated <= ${until} ORDER BY w.version DESC LIMIT 1) l ON true
    JOIN ${see.replaced('v')} ON v.type = n.type AND v.id = n.id AND v.version = l.version
    WHERE n.type = ${s.param(types[0], 'text')} AND n.updated > ${until} AND ${about(order, 'v', s).join(' AND ')}
  ON CONFLICT DO NOTHING`;
}

/** Long statements are at home here; nobody waits for them. */
const patiently = ({ query }: Tx): Promise<unknown> => query("SET LOCAL statement_timeout = '10min'");

/**
 * Lists the visible versions of one type into the export, page by page, inside the database: nothing of them comes
 * here. Goes on after what is listed already. `alive` is told of each page; what it throws stops the listing.
 */
export async function listExport(
  db: Pool,
  sight: Sight,
  now: () => Date,
  order: ExportOrder,
  type: string,
  alive: () => Promise<void>,
): Promise<void> {
  const [reached] = await db.query<{ some: boolean; last: string | null }>(
    `SELECT EXISTS (SELECT FROM record.resource WHERE type = $2) AS some,
       (SELECT max(id) FROM record.export_line WHERE export = $1 AND type = $2) AS last`,
    [order.id, type],
  );
  if (!reached!.some) return;
  let after: string | undefined = reached!.last ?? '';
  while (after !== undefined) {
    await alive();
    const s = statement();
    const text = currentText(order, selectionScope(sight, now(), s, type), after);
    const [page] = await db.transaction(async tx => {
      await patiently(tx);
      return run<{ last: string | null; count: number }>(tx, text, s, false);
    });
    after = page!.count < pageSize ? undefined : (page!.last ?? undefined);
  }
  if (order.filters[type]?.length) return;
  await db.transaction(async tx => {
    await patiently(tx);
    const s = statement();
    await run(tx, replacedText(order, selectionScope(sight, now(), s, type)), s, false);
  });
}

/** Cuts what is listed of a type into ranges of `size` lines at most. */
export async function exportRanges(
  db: Pool,
  id: string,
  type: string,
  deleted: boolean,
  size: number,
): Promise<ExportRange[]> {
  const rows = await db.query<{ to: string }>(
    `SELECT id AS "to" FROM (
       SELECT id, row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS total FROM record.export_line
       WHERE export = $1::uuid AND type = $2::text AND deleted = $3::boolean) l
     WHERE n % $4::int = 0 OR n = total ORDER BY id`,
    [id, type, deleted, size],
  );
  return rows.map(({ to }, at) => ({ export: id, type, deleted, after: rows[at - 1]?.to ?? '', to }));
}

/** Forgets what exports held. */
export async function forgetExport(db: Pool, id: string): Promise<void> {
  await db.query('DELETE FROM record.export_line WHERE export = $1', [id]);
}

/** Whether everything that was being written at that moment has ended: nothing older will be committed any more. */
export async function writtenUntil(db: Pool, moment: Date): Promise<boolean> {
  return db.transaction(async ({ query }) => {
    // Only the login itself, not the role that it acts as, may see since when its sessions are writing.
    await query('SET LOCAL ROLE NONE');
    const [row] = await query<{ ended: boolean }>(
      `SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()
         AND pid <> pg_backend_pid() AND xact_start <= $1::timestamptz) AS ended`,
      [moment],
    );
    return row!.ended;
  });
}
