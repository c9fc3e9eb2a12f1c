import { type Pool, type Query, statement } from '@continuum/record-database';
import type { Override } from '@continuum/trust-consent';
import { fromCursor, toCursor } from './cursor.ts';
import { run } from './statement.ts';

/** An override as it is kept: `id` of its AuditEvent. */
export interface KeptOverride extends Override {
  id: string;
  profile: string;
  organization: string | null;
  session: string;
}

/** What others may read of it. */
export type OverrideLine = Omit<KeptOverride, 'session'>;

const columns =
  'id, usager, practitioner, name, profile, organization, danger, no_consent AS "noConsent", reason, opened, until';

/** Opens the window, in the transaction that writes the signed act. */
export async function openOverride(db: { query: Query }, one: KeptOverride): Promise<void> {
  const { id, usager, practitioner, name, profile, organization, session } = one;
  const { danger, noConsent, reason, opened, until } = one;
  const whose = [id, usager, practitioner, name, profile, organization, session];
  const text = `INSERT INTO record.override (id, usager, practitioner, name, profile, organization, session, danger,
    no_consent, reason, opened, until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;
  await run(db, text, { values: [...whose, danger, noConsent, reason, opened, until] });
}

/** The windows that are open for that person in that session now, the newest first. */
export function openOverrides(
  db: Pool,
  practitioner: string,
  session: string,
  now: Date,
): Promise<OverrideLine[]> {
  const text = `SELECT ${columns} FROM record.override
    WHERE practitioner = $1 AND session = $2 AND opened <= $3 AND $3 < until ORDER BY opened DESC`;
  return run<OverrideLine>(db, text, { values: [practitioner, session, now] });
}

/** Of one usager, one by its id, or all; after a page. */
export interface WhichOverrides {
  usager?: string;
  id?: string;
  cursor?: string;
}

const pageSize = 50;

/** Overrides of one usager, or of all, the newest first. */
export async function listOverrides(
  db: Pool,
  { usager, id, cursor }: WhichOverrides,
): Promise<{ overrides: OverrideLine[]; next?: string }> {
  const s = statement();
  const position = cursor === undefined ? undefined : fromCursor(cursor, ['timestamptz', 'text']);
  const where = [
    ...(usager === undefined ? [] : [`usager = ${s.param(usager, 'text')}`]),
    ...(id === undefined ? [] : [`id = ${s.param(id, 'text')}`]),
    ...(position
      ? [
          `(opened, id) < (${s.param(new Date(position[0] as number), 'timestamptz')}, ${s.param(position[1], 'text')})`,
        ]
      : []),
  ];
  const text = `SELECT ${columns} FROM record.override WHERE ${['true', ...where].join(' AND ')}
    ORDER BY opened DESC, id DESC LIMIT ${pageSize + 1}`;
  const rows = await run<OverrideLine>(db, text, s);
  const overrides = rows.slice(0, pageSize);
  const last = rows.length > pageSize ? overrides.at(-1) : undefined;
  return { overrides, ...(last && { next: toCursor([last.opened.getTime(), last.id]) }) };
}

/** Whose restrictions were overridden after a moment, oldest first: what the person is told of. */
export function overridesSince(
  db: Pool,
  since: Date,
): Promise<Pick<OverrideLine, 'id' | 'usager' | 'opened'>[]> {
  const text =
    'SELECT id, usager, opened FROM record.override WHERE opened > $1 ORDER BY opened, id LIMIT 500';
  return run(db, text, { values: [since] });
}
