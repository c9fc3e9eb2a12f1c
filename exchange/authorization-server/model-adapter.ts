import type { Pool } from '@continuum/record-database';
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';

interface Row {
  payload: AdapterPayload;
  consumed: number | null;
}

const select = `
  SELECT payload, extract(epoch FROM consumed_at)::float8 AS consumed FROM service.oidc_model
  WHERE model = $1 AND (expires_at IS NULL OR expires_at > now())`;

/** Old rows leave a few at a time, with the writes that follow them. */
const stale = `WITH stale AS (DELETE FROM service.oidc_model WHERE (model, id) IN
    (SELECT model, id FROM service.oidc_model WHERE expires_at < now() - interval '1 minute' LIMIT 20))`;
const insert = `${stale}
  INSERT INTO service.oidc_model AS m (model, id, payload, grant_id, user_code, uid, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7::float8))
  ON CONFLICT (model, id) DO UPDATE SET payload = $3, grant_id = $4, user_code = $5, uid = $6,
    expires_at = excluded.expires_at, consumed_at = NULL`;
/** What was used once stays used, whoever asks at the same moment. */
const insertOnce = `${insert} WHERE m.expires_at <= now() RETURNING id`;

/** Seconds that an id is kept beyond what it was for: the clocks of processes, and of the database, differ. */
const replayMargin = 120;

/** Of two uses at the same moment, one finds it unused. */
const consume = `UPDATE service.oidc_model SET consumed_at = now()
  WHERE model = $1 AND id = $2 AND consumed_at IS NULL RETURNING id`;

/** What was used twice was stolen by one of the two: nothing of that authorization counts any more. */
const revokeFamily = `WITH used AS (SELECT grant_id FROM service.oidc_model WHERE model = $1 AND id = $2)
  DELETE FROM service.oidc_model WHERE grant_id IN (SELECT grant_id FROM used)
    OR (model = 'Grant' AND id IN (SELECT grant_id FROM used))`;

const toPayload = (row: Row | undefined): AdapterPayload | undefined =>
  row && { ...row.payload, ...(row.consumed === null ? {} : { consumed: row.consumed }) };

/**
 * The provider's storage in PostgreSQL, one model of it (the Adapter of `oidc-provider`). Two uses of one
 * assertion at the same moment, on whichever processes: the second write throws `invalid_client`. Of a code, a refresh
 * token or a pushed request likewise: the second throws, and what the first was given is revoked.
 */
export function modelAdapter(pool: Pool, model: string): Adapter {
  const findBy = async (condition: string, value: string) =>
    toPayload((await pool.query<Row>(`${select} AND ${condition}`, [model, value]))[0]);
  return {
    find: id => findBy('id = $2', id),
    findByUid: uid => findBy('uid = $2', uid),
    findByUserCode: userCode => findBy('user_code = $2', userCode),
    async upsert(id, payload, expiresIn) {
      const { grantId, userCode, uid } = payload;
      const values = [model, id, JSON.stringify(payload), grantId, userCode, uid];
      if (model !== 'ReplayDetection') return void (await pool.query(insert, [...values, expiresIn]));
      const kept = await pool.query(insertOnce, [...values, (expiresIn ?? 0) + replayMargin]);
      if (kept.length === 0) throw new errors.InvalidClientAuth('an assertion or a proof serves once');
    },
    async consume(id) {
      if ((await pool.query(consume, [model, id])).length === 1) return;
      await pool.query(revokeFamily, [model, id]);
      throw model === 'PushedAuthorizationRequest'
        ? new errors.InvalidRequestUri('request_uri was already used')
        : new errors.InvalidGrant('already used');
    },
    async destroy(id) {
      await pool.query('DELETE FROM service.oidc_model WHERE model = $1 AND id = $2', [model, id]);
    },
    async revokeByGrantId(grantId) {
      await pool.query('DELETE FROM service.oidc_model WHERE model = $1 AND grant_id = $2', [model, grantId]);
    },
  };
}
