import { hash, randomUUID } from 'node:crypto';
import type { Access, DepositHeader, Gate } from '@continuum/record-gate';
import type { Patients } from '@continuum/registries-patient';
import type { Deposit, Mapper, Receipt } from './deposit.ts';
import { defaultLimits, type Limits } from './fhir/read-json.ts';
import { type Kept, type ProcessDeps, processDeposit } from './process.ts';
import { type ActOutcome, close, type ReleaseDecision, release, retry } from './release.ts';
import { replayOf } from './replay.ts';

export interface IntakeDeps {
  gate: Gate;
  patients: Patients;
  /** For formats other than FHIR; the first that accepts a deposit reads it. */
  mappers: readonly Mapper[];
  limits?: Partial<Limits>;
  /** Reads an original that lies elsewhere (an imaging archive). */
  originalAt?(location: string): Promise<Uint8Array>;
  /** A mapper that broke, or a deposit that could not be tried again: for the log. */
  fault?(error: unknown, deposit?: DepositHeader): void;
  clock?(): Date;
}

/** How deposits come in. */
export interface Intake {
  /**
   * Keeps the original, then takes it as far as it goes. The receipt is true: `stored` is committed, `waiting`
   * and `unusable` are kept. The same source, key and bytes again get the first receipt. Rejects when nothing
   * could be kept, or when it is kept but the database went away: it then goes on by itself.
   */
  receive(deposit: Deposit): Promise<Receipt>;
  /** One action of a registrar: these claims are those usagers; then the deposit goes its way. */
  release(id: string, decisions: readonly ReleaseDecision[], access: Access): Promise<ActOutcome>;
  /** Tries a deposit of the work list again, after a mend. */
  retry(id: string, access: Access): Promise<ActOutcome>;
  /** Takes a deposit off its list, with a reason; it stays kept. */
  close(id: string, reason: string, access: Access): Promise<ActOutcome>;
  /**
   * Goes on with what was kept and not settled: a process was killed. At start, where it also tries what waits for
   * a NAM that may have come meanwhile; and as a job, where `olderThanMs` spares what a process is working on.
   */
  recover(options?: { olderThanMs?: number }): Promise<{ tried: number }>;
  /** Resolves when nothing is being tried in the background. */
  idle(): Promise<void>;
}

const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex');

type Context = IntakeDeps & { process: ProcessDeps };

async function loadKept({ gate, originalAt }: IntakeDeps, id: string): Promise<Kept | undefined> {
  const kept = await gate.deposits.load(id);
  if (!kept?.location || kept.original.byteLength > 0 || !originalAt) return kept;
  return { ...kept, original: await originalAt(kept.location) };
}

/**
 * A FHIR deposit without a key is kept with what becomes of it, in one commit: its sender waits for the answer, and a
 * process killed before it has acknowledged nothing. The others are kept before anything, since their senders may
 * not ask again.
 */
const keptWithOutcome = ({ format, key, location }: Deposit): boolean =>
  format === 'fhir' && key === undefined && location === undefined;

async function receive({ gate, process, clock }: Context, deposit: Deposit): Promise<Receipt> {
  const digest = sha256(deposit.original);
  if (keptWithOutcome(deposit)) {
    const as = { id: randomUUID(), sha256: digest };
    const receivedAt = clock?.() ?? new Date();
    const size = deposit.original.byteLength;
    return processDeposit(process, { ...deposit, ...as, receivedAt, size, state: 'received', unkept: true });
  }
  await deposit.confirmed;
  const { id, receivedAt, existing } = await gate.deposits.keep(deposit, digest);
  if (existing && existing.state !== 'received') return replayOf(existing);
  const size = deposit.original.byteLength;
  return processDeposit(process, { ...deposit, id, receivedAt, sha256: digest, size, state: 'received' });
}

/** Tries one again; what cannot be tried now is tried at the next recovery. */
async function tryAgain(context: Context, id: string): Promise<void> {
  try {
    const kept = await loadKept(context, id);
    if (kept?.state === 'received' || kept?.state === 'waiting') await processDeposit(context.process, kept);
  } catch (error) {
    context.fault?.(error);
  }
}

async function recover(context: Context, olderThanMs: number): Promise<{ tried: number }> {
  const now = context.clock?.() ?? new Date();
  const before = new Date(now.getTime() - olderThanMs);
  const { deposits } = context.gate;
  const seen = new Set<string>();
  for (;;) {
    const ids = (await deposits.pending(before, 100)).filter(id => !seen.has(id));
    if (ids.length === 0) break;
    for (const id of ids) await tryAgain(context, id);
    for (const id of ids) seen.add(id);
  }
  const waiting = olderThanMs === 0 ? await deposits.waitingFor() : [];
  for (const id of waiting) await tryAgain(context, id);
  return { tried: seen.size + waiting.length };
}

/** Work that nobody waits for, known so that the process can end cleanly. */
function background() {
  const running = new Set<Promise<void>>();
  return {
    run(work: () => Promise<void>): void {
      const promise = work().finally(() => running.delete(promise));
      running.add(promise);
    },
    async idle(): Promise<void> {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}

/** Opens intake over the gate, the register of usagers and the domains' mappers. */
export function createIntake(deps: IntakeDeps): Intake {
  const { run, idle } = background();
  const retryWaiting = async (nams: readonly string[]): Promise<void> => {
    const ids = await deps.gate.deposits.waitingFor(nams).catch(error => {
      deps.fault?.(error);
      return [];
    });
    for (const id of ids) await tryAgain(context, id);
  };
  const process: ProcessDeps = {
    gate: deps.gate,
    patients: deps.patients,
    mappers: deps.mappers,
    limits: { ...defaultLimits, ...deps.limits },
    fault: (error, deposit) => deps.fault?.(error, deposit),
    registered: nams => run(() => retryWaiting(nams)),
  };
  const context: Context = { ...deps, process };
  const releasing = { ...process, load: (id: string) => loadKept(deps, id) };
  return {
    receive: deposit => receive(context, deposit),
    release: (id, decisions, access) => release(releasing, id, decisions, access),
    retry: (id, access) => retry(releasing, id, access),
    close: (id, reason, access) => close(releasing, id, reason, access),
    recover: ({ olderThanMs = 0 } = {}) => recover(context, olderThanMs),
    idle,
  };
}
