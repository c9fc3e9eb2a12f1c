import type { Tx } from '@continuum/record-database';
import { statement } from '@continuum/record-database';
import { extract, formatJson, type Meta, parseJson } from '@continuum/standards-fhir';
import type { Sight } from '@continuum/trust-access';
import { type Identified, mentionsOf } from './belonging.ts';
import { indexed, inheritanceTokens } from './index-values.ts';
import { lockRows } from './lock-rows.ts';
import { type Row, rowColumns, toHeld } from './row.ts';
import { run } from './statement.ts';
import type { Held } from './stored.ts';
import { visible } from './visible.ts';
import { relabelRow } from './write-rows.ts';

/** What changes of `meta`, given what it is. */
export type MetaChange = (meta: Meta) => Pick<Meta, 'profile' | 'tag' | 'security'>;

/** A resource that the sight sees, locked, with whose deposit made its current version. */
export interface Locked extends Held {
  source: string | null;
}

/** Locks what is to change; undefined when the sight does not see it. */
export async function lockSeen(
  tx: Tx,
  sight: Sight,
  now: Date,
  { type, id }: { type: string; id: string },
): Promise<Locked | undefined> {
  await lockRows(tx, [{ type, id }]);
  const s = statement();
  const text = `SELECT ${rowColumns('r')}, d.source FROM ${visible(sight, now, s).live('r')}
    LEFT JOIN record.deposit d ON d.id = r.deposit
    WHERE r.type = ${s.param(type, 'text')} AND r.id = ${s.param(id, 'text')}`;
  const [row] = await run<Row & { source: string | null }>(tx, text, s);
  return row && { ...toHeld(row), source: row.source };
}

const filled = <T>(list: readonly T[] | undefined) => (list && list.length > 0 ? [...list] : undefined);

function changed(body: string, change: MetaChange): Identified {
  const resource = parseJson(body) as Identified;
  const { profile, tag, security, ...rest } = resource.meta ?? {};
  const next = change({ ...rest, profile, tag, security } as Meta);
  const kept = { profile: filled(next.profile), tag: filled(next.tag), security: filled(next.security) };
  const present = Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
  return { ...resource, meta: { ...rest, ...present } };
}

/**
 * Changes profiles, tags and security labels of the current version, and what searches by them find. The version and
 * its moment stay (R4 `$meta-add`). `locked`: from `lockSeen`, in the same transaction.
 */
export async function changeMeta(tx: Tx, locked: Locked, change: MetaChange): Promise<Held> {
  const resource = changed(locked.body, change);
  const { tokens, found } = indexed(locked.type, extract(resource));
  const body = formatJson(resource as object);
  const all = [...tokens, ...inheritanceTokens(mentionsOf(resource).needs)];
  await relabelRow(tx, locked, { body, tokens: all, found });
  const { source: _, ...held } = locked;
  return { ...held, body };
}
