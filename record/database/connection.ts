import pg from 'pg';
import { DatabaseProblem } from './unavailable.ts';

/** Where a PostgreSQL listens and as whom to speak to it. `host` may be a Unix socket's folder. */
export interface Connection {
  host: string;
  port: number;
  database: string;
  user: string;
  password?: string;
  ssl?: pg.ClientConfig['ssl'];
}

/** Reads `DATABASE_URL`. Throws `DatabaseProblem` naming the setting when it is no PostgreSQL address. */
export function connectionOf(url: string): Connection {
  const wrong = (cause?: unknown) =>
    new DatabaseProblem(
      'DATABASE_URL is not an address like postgresql://user:password@host:5432/database.',
      { setting: 'DATABASE_URL', cause },
    );
  if (!/^postgres(ql)?:\/\//.test(url)) throw wrong();
  try {
    const { host, port, database, user, password, ssl } = new pg.Client({ connectionString: url });
    if (!database || !user) throw wrong();
    return { host, port, database, user, password: password ?? undefined, ssl };
  } catch (error) {
    throw error instanceof DatabaseProblem ? error : wrong(error);
  }
}

/** Runs `work` on one connection of its own, closed afterwards. */
export async function withClient<T>(
  connection: Connection,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 10_000 });
  // A broken connection also rejects the running query: nothing is lost by not listening here.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
