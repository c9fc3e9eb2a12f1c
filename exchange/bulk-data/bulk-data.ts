import type { BulkDataDeps } from './deps.ts';
import { createKeptExports, type KeptExport, type KeptExports } from './kept-export.ts';
import { createWork } from './work.ts';

type Asked = Omit<Parameters<KeptExports['keep']>[0], 'expires'>;

/** The exports, what makes them, and what their doors need. */
export interface BulkData {
  gate: BulkDataDeps['gate'];
  kept: KeptExports;
  perClient: number;
  clock: () => Date;
  /** Where the status of an export is. */
  address(id: string): string;
  /** Keeps what was asked for, and has it done. False when the client has too many. */
  keep(asked: Asked): Promise<boolean>;
  /** Cancels what is under way and removes what there is. */
  remove(found: KeptExport): Promise<void>;
  /** Takes exports from the queue from now on. */
  start(): Promise<void>;
}

const queue = 'bulk-data.export';
const expiry = 'bulk-data.expire';
const day = 24 * 3600;

/** Opens the exports. Their work is durable: any process takes it, and goes on with what a killed one left. */
export function createBulkData(deps: BulkDataDeps): BulkData {
  const { gate, database, perClient, hours, clock = () => new Date() } = deps;
  const kept = createKeptExports(database.service);
  const work = createWork({ ...deps, kept, clock, fileLines: deps.fileLines ?? 20_000 });
  const ready = async () => {
    const jobs = await database.jobs();
    // A process that no longer says that it lives loses its job to another.
    await jobs.createQueue(queue, {
      heartbeatSeconds: 30,
      expireInSeconds: day,
      retryLimit: 20,
      retryDelay: 5,
    });
    await jobs.createQueue(expiry);
    return jobs;
  };
  let opened: ReturnType<typeof ready> | undefined;
  const jobs = () => {
    opened ??= ready();
    return opened;
  };
  const remove = async (id: string): Promise<void> => {
    await kept.remove(id);
    await gate.exports.forget(id);
  };
  return {
    gate,
    kept,
    perClient,
    clock,
    address: id => `${deps.baseUrl}/${id}`,
    async keep(asked) {
      const expires = new Date(asked.asked.getTime() + hours * 3_600_000);
      if (!(await kept.keep({ ...asked, expires }, perClient))) return false;
      await (await jobs()).send(queue, { id: asked.id });
      return true;
    },
    remove: ({ id }) => remove(id),
    async start() {
      const boss = await jobs();
      await boss.schedule(expiry, '*/5 * * * *');
      await boss.work(expiry, async () => {
        for (const id of await kept.expired(clock())) await remove(id);
      });
      const options = { pollingIntervalSeconds: 0.5, localConcurrency: 2 };
      await boss.work<{ id: string }>(queue, options, async ([job]) => work(job!.data.id));
    },
  };
}
