import pg from 'pg';
import type { Connection } from './connection.ts';
import { derived } from './secret.ts';
import { DatabaseProblem } from './unavailable.ts';

/** The two roles of the server. Migrations grant to them; neither owns anything of the record. */
export const roles = ['continuum_record', 'continuum_service'] as const;
export type Role = (typeof roles)[number];

/**
 * The login that acts as a role. Its name and password come from the secret, so that processes which share
 * the secret agree, and installations that share a PostgreSQL do not overwrite each other's passwords.
 */
export function loginOf(role: Role, owner: Connection, secret: string): Connection {
  const name = `${role}_${derived(secret, `login ${role}`).slice(0, 10)}`;
  return { ...owner, user: name, password: derived(secret, `password ${role}`) };
}

async function ensureRole(client: pg.Client, name: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
  if (rowCount) return;
  await client.query(`CREATE ROLE ${pg.escapeIdentifier(name)} NOLOGIN`);
}

async function ensureLogin(client: pg.Client, role: Role, login: Connection): Promise<void> {
  const name = pg.escapeIdentifier(login.user);
  const { rows } = await client.query('SELECT rolcanlogin FROM pg_roles WHERE rolname = $1', [login.user]);
  if (rows[0]?.rolcanlogin) return;
  await client.query(`CREATE ROLE ${name} LOGIN PASSWORD ${pg.escapeLiteral(login.password ?? '')}`);
  await client.query(`GRANT ${role} TO ${name}`);
  // What a login creates (job tables) belongs to the role, not to this installation's login.
  await client.query(`ALTER ROLE ${name} SET role TO ${role}`);
}

/** Unique violation, duplicate object, tuple concurrently updated. */
const madeMeanwhile = new Set(['23505', '42710', 'XX000']);

/** Roles are of the whole PostgreSQL, the lock of the migrations of one database: another's owner may be at it too. */
async function again(client: pg.Client, work: () => Promise<void>, attempts = 5): Promise<void> {
  await client.query('SAVEPOINT roles');
  try {
    await work();
  } catch (error) {
    if (attempts === 1 || !madeMeanwhile.has((error as { code?: string }).code ?? '')) throw error;
    await client.query('ROLLBACK TO SAVEPOINT roles');
    await again(client, work, attempts - 1);
  }
}

/**
 * Makes the roles and this installation's logins where they are missing.
 * Throws `DatabaseProblem` when the owner may not create roles.
 */
export async function ensureRoles(client: pg.Client, owner: Connection, secret: string): Promise<void> {
  try {
    for (const role of roles) {
      await again(client, () => ensureRole(client, role));
      await again(client, () => ensureLogin(client, role, loginOf(role, owner, secret)));
    }
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    const message = `The user ${owner.user} of DATABASE_URL must be allowed to create roles: ALTER ROLE ${owner.user} CREATEROLE.`;
    throw new DatabaseProblem(message, { setting: 'DATABASE_URL', cause: error });
  }
}
