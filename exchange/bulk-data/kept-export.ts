import type { Pool } from '@continuum/record-database';
import type { ExportOrder, ExportRange, Origin } from '@continuum/record-gate';
import type { Issue } from '@continuum/standards-fhir';
import type { PurposeOfUse } from '@continuum/trust-access';

/** A file of an export, as the manifest announces it. */
export interface ExportFile {
  /** As it ends its address: `Observation-1.ndjson`. */
  name: string;
  range: ExportRange;
}

/** An export as it is kept. */
export interface KeptExport {
  id: string;
  /** `Device/<client_id>`. */
  client: string;
  scopes: string[] | null;
  /** What it was asked for; null: the usual purpose of the client's profile. */
  purpose: PurposeOfUse | null;
  origin: Origin;
  asked: Date;
  expires: Date;
  request: string;
  plan: ExportOrder;
  state: 'listing' | 'ready' | 'failed';
  listed: string[];
  files: ExportFile[];
  remarks: Issue[];
  problem: string | null;
}

type Asked = Omit<KeptExport, 'state' | 'listed' | 'files' | 'problem'>;

/** The exports that were asked for. Beyond `limit` unfinished ones of a client, none is kept: false. */
export function createKeptExports(service: Pool) {
  const columns =
    'id, client, scopes, purpose, origin, asked, expires, request, plan, state, listed, files, remarks, problem';
  return {
    keep: (asked: Asked, limit: number): Promise<boolean> =>
      service.transaction(async ({ query }) => {
        await query('SELECT pg_advisory_xact_lock(hashtextextended($1, 1))', [`bulk export ${asked.client}`]);
        const [running] = await query<{ count: number }>(
          `SELECT count(*) FROM service.bulk_export WHERE client = $1 AND state = 'listing' AND expires > $2`,
          [asked.client, asked.asked],
        );
        if (running!.count >= limit) return false;
        const { id, client, scopes, purpose, origin, asked: at, expires, request, plan, remarks } = asked;
        await query(
          `INSERT INTO service.bulk_export (id, client, scopes, purpose, origin, asked, expires, request, plan, remarks, state)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'listing')`,
          [
            id,
            client,
            scopes,
            purpose,
            JSON.stringify(origin),
            at,
            expires,
            request,
            JSON.stringify(plan),
            JSON.stringify(remarks),
          ],
        );
        return true;
      }),
    async find(id: string, now: Date): Promise<KeptExport | undefined> {
      const text = `SELECT ${columns} FROM service.bulk_export WHERE id = $1 AND expires > $2`;
      const [row] = await service.query<KeptExport>(text, [id, now]);
      return row;
    },
    async listed(id: string, type: string): Promise<void> {
      const text = 'UPDATE service.bulk_export SET listed = array_append(listed, $2) WHERE id = $1';
      await service.query(text, [id, type]);
    },
    async ready(id: string, files: readonly ExportFile[]): Promise<void> {
      const text = `UPDATE service.bulk_export SET state = 'ready', files = $2 WHERE id = $1 AND state = 'listing'`;
      await service.query(text, [id, JSON.stringify(files)]);
    },
    async failed(id: string, problem: string): Promise<void> {
      const text = `UPDATE service.bulk_export SET state = 'failed', problem = $2 WHERE id = $1`;
      await service.query(text, [id, problem]);
    },
    async remove(id: string): Promise<void> {
      await service.query('DELETE FROM service.bulk_export WHERE id = $1', [id]);
    },
    async expired(now: Date): Promise<string[]> {
      const text = 'SELECT id FROM service.bulk_export WHERE expires <= $1';
      return (await service.query<{ id: string }>(text, [now])).map(({ id }) => id);
    },
  };
}

export type KeptExports = ReturnType<typeof createKeptExports>;
