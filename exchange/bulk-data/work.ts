import { setTimeout as wait } from 'node:timers/promises';
import { DatabaseUnavailable } from '@continuum/record-database';
import type { Access, Denied, ExportRange } from '@continuum/record-gate';
import { usualPurpose } from '@continuum/trust-access';
import type { BulkDataDeps } from './deps.ts';
import type { ExportFile, KeptExport, KeptExports } from './kept-export.ts';

interface WorkDeps extends Pick<BulkDataDeps, 'gate' | 'findSystem' | 'log'> {
  kept: KeptExports;
  clock: () => Date;
  fileLines: number;
}

/** It was cancelled, or its time is over. */
class Removed extends Error {}

/** It cannot go on, and the client is told why. */
class Impossible extends Error {}

/** Between the clock that a write is dated by and its transaction, at most. */
const slack = 500;
const patience = 60_000;

/** The export's client, for what it asked, with what it may do now and no more than its token allowed. */
async function openFor(
  { gate, findSystem }: WorkDeps,
  { client, scopes, purpose, origin }: KeptExport,
): Promise<Access> {
  const system = await findSystem(client.replace(/^Device\//, ''));
  if (!system) throw new Impossible('The client of this export may not connect any more.');
  const why = purpose ? { of: purpose } : usualPurpose(system.profile);
  return gate.open(scopes ? { ...system, scopes } : system, why, origin);
}

/** What is dated before the export and is not committed yet must be in it. */
async function waitForWrites({ gate, clock }: WorkDeps, { plan }: KeptExport): Promise<void> {
  const settled = new Date(plan.until + slack);
  const late = Date.now() + patience;
  while (clock() < settled || !(await gate.exports.writtenUntil(settled))) {
    if (Date.now() > late) throw new DatabaseUnavailable('What is being written does not end.');
    await wait(50);
  }
}

function allowed<T extends { outcome: string }>(outcome: T | Denied): T {
  if (outcome.outcome !== 'denied') return outcome as T;
  throw new Impossible((outcome as Denied).decision.text);
}

const fileOf = (range: ExportRange, at: number): ExportFile => ({
  name: `${range.deleted ? 'deleted-' : ''}${range.type}-${at + 1}.ndjson`,
  range,
});

async function filesOf({ gate, fileLines }: WorkDeps, { id, plan }: KeptExport): Promise<ExportFile[]> {
  const files: ExportFile[] = [];
  for (const type of plan.types)
    for (const deleted of plan.since === undefined ? [false] : [false, true])
      files.push(...(await gate.exports.ranges(id, type, deleted, fileLines)).map(fileOf));
  return files;
}

async function perform(deps: WorkDeps, found: KeptExport): Promise<void> {
  const { gate, kept, clock } = deps;
  const alive = async () => {
    if (!(await kept.find(found.id, clock()))) throw new Removed();
  };
  const access = await openFor(deps, found);
  await waitForWrites(deps, found);
  for (const type of found.plan.types) {
    if (found.listed.includes(type)) continue;
    allowed(await gate.exports.list(access, found.plan, type, alive));
    await kept.listed(found.id, type);
  }
  const files = await filesOf(deps, found);
  // Nothing is announced before those whose information it is can read of it.
  for (const { range } of files) {
    await alive();
    allowed(await gate.exports.release(access, range));
  }
  await kept.ready(found.id, files);
}

/**
 * Makes an export, or goes on with it: what is listed already stays, types that are done are passed over. Throws
 * what another attempt may mend; anything else becomes the export's own failure.
 */
export function createWork(deps: WorkDeps): (id: string) => Promise<void> {
  const { gate, kept, clock, log } = deps;
  return async id => {
    const found = await kept.find(id, clock());
    if (found?.state !== 'listing') return;
    try {
      await perform(deps, found);
    } catch (error) {
      if (error instanceof DatabaseUnavailable) throw error;
      if (error instanceof Removed) return gate.exports.forget(id);
      if (!(error instanceof Impossible)) log.error({ err: error, export: id }, 'an export failed');
      const told = error instanceof Impossible ? error.message : 'An unexpected error; it is in the log.';
      await kept.failed(id, told);
    }
  };
}
