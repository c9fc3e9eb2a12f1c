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

/**
 * Makes the roles and this installation's logins where they are missing.
 * Throws `DatabaseProblem` when the owner may not create roles.
 */
export async function ensureRoles(client: pg.Client, owner: Connection, secret: string): Promise<void> {
  try {
    for (const role of roles) {
      await ensureRole(client, role);
      await ensureLogin(client, role, loginOf(role, owner, secret));
    }
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    const message = `The user ${owner.user} of DATABASE_URL must be allowed to create roles: ALTER ROLE ${owner.user} CREATEROLE.`;
    throw new DatabaseProblem(message, { setting: 'DATABASE_URL', cause: error });
  }
}
