import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from '@continuum/record-database';

/** What a DMÉ says of a start: the application, and whose record it is to open. */
export interface Launch {
  client: string;
  /** The client id of the DMÉ. */
  system: string;
  patient: string;
  encounter?: string;
  /** `Practitioner/<id>`: for that person alone, when it is said. */
  holder?: string;
  banner: boolean;
}

/** Seconds between the DMÉ's click and the application's request. */
export const launchSeconds = 120;

const hash = (handle: string): Buffer => createHash('sha256').update(handle).digest();

const insert = `
  WITH stale AS (DELETE FROM service.application_launch WHERE handle_sha256 IN
    (SELECT handle_sha256 FROM service.application_launch WHERE expires_at < now() - interval '1 hour' LIMIT 20))
  INSERT INTO service.application_launch (handle_sha256, client, system, patient, encounter, holder, banner, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(secs => $8::float8))`;

/** The first interaction that comes with it keeps it; for any other it is as if it had never been. */
const take = `
  UPDATE service.application_launch SET taken_by = $3
  WHERE handle_sha256 = $1 AND client = $2 AND (taken_by = $3 OR (taken_by IS NULL AND expires_at > now()))
  RETURNING client, system, patient, encounter, holder, banner`;

type Row = { [K in keyof Required<Launch>]: Launch[K] | null };

export type Launches = ReturnType<typeof createLaunches>;

/** Launch handles (SMART App Launch 2.2, EHR launch): opaque, two minutes, once. */
export function createLaunches(pool: Pool) {
  return {
    /** Resolves to the handle. */
    async prepare({ client, system, patient, encounter, holder, banner }: Launch): Promise<string> {
      const handle = randomBytes(32).toString('base64url');
      const values = [hash(handle), client, system, patient, encounter ?? null, holder ?? null, banner];
      await pool.query(insert, [...values, launchSeconds]);
      return handle;
    },
    /** The start behind a handle, for that application and that interaction; undefined when it does not count. */
    async take(handle: string, client: string, interaction: string): Promise<Launch | undefined> {
      const [row] = await pool.query<Row>(take, [hash(handle), client, interaction]);
      if (!row) return undefined;
      const { encounter, holder, ...rest } = row;
      return {
        ...(rest as Launch),
        ...(encounter !== null && { encounter }),
        ...(holder !== null && { holder }),
      };
    },
  };
}
