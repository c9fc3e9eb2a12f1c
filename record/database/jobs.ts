import { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Connection } from './connection.ts';

export interface Jobs {
  /** The running queue; started by the first call. */
  start(): Promise<PgBoss>;
  stop(): Promise<void>;
}

/** Durable jobs in the same database, in the schema `jobs`, under the service role. */
export function createJobs(connection: Connection, log: Logger): Jobs {
  let started: Promise<PgBoss> | undefined;
  const begin = async (): Promise<PgBoss> => {
    const boss = new PgBoss({ ...connection, schema: 'jobs', createSchema: false, max: 3 });
    boss.on('error', error => log.error({ err: error }, 'the job queue met an error'));
    await boss.start();
    return boss;
  };
  return {
    start() {
      started ??= begin().catch(error => {
        started = undefined;
        throw error;
      });
      return started;
    },
    async stop() {
      const boss = await started?.catch(() => undefined);
      await boss?.stop({ graceful: true, timeout: 5_000 });
    },
  };
}
