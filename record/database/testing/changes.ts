import pg from 'pg';
import type { Connection } from '../connection.ts';

/** What tells of the commits that touch a table. */
export interface Changes {
  /** Looks, and looks again after each commit that touches the table, until there is something to give. */
  until<T>(look: () => Promise<T | undefined>): Promise<T>;
  close(): Promise<void>;
}

/** Once for each statement: a write that stays away from the table's rows tells nothing. */
const teller = (table: string, channel: string) => `
  CREATE FUNCTION ${table}_told() RETURNS trigger LANGUAGE plpgsql AS
    $$BEGIN PERFORM pg_notify('${channel}', ''); RETURN NULL; END$$;
  CREATE TRIGGER told AFTER INSERT OR UPDATE OR DELETE ON ${table}
    FOR EACH STATEMENT EXECUTE FUNCTION ${table}_told();
  LISTEN ${channel}`;

/** Listens to PostgreSQL itself, so that a test waits for what any process does, and asks no clock when to look. */
export async function changesOf(owner: Connection, table: string): Promise<Changes> {
  const client = new pg.Client(owner);
  // The database may be dropped under it.
  client.on('error', () => undefined);
  let next = Promise.withResolvers<void>();
  client.on('notification', () => {
    next.resolve();
    next = Promise.withResolvers();
  });
  await client.connect();
  await client.query(teller(table, `told_${table.replace('.', '_')}`));
  return {
    async until(look) {
      for (;;) {
        // Taken before looking: what is committed meanwhile is not missed.
        const { promise } = next;
        const found = await look();
        if (found !== undefined) return found;
        await promise;
      }
    },
    close: () => client.end(),
  };
}
