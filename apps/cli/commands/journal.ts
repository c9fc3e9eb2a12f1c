import { type FileHandle, open, unlink } from 'node:fs/promises';
import { openRooms, readSettings } from '@continuum/apps-server';
import { Command } from 'commander';
import { CommandProblem } from '../explain.ts';

type Rooms = Awaited<ReturnType<typeof openRooms>>['rooms'];

async function inRooms(work: (rooms: Rooms) => Promise<void>): Promise<void> {
  const { rooms, close } = await openRooms(readSettings(process.env));
  try {
    await work(rooms);
  } finally {
    await close();
  }
}

const print = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);

const verify = (): Promise<void> =>
  inRooms(async ({ gate }) => {
    const verification = await gate.journal.verify();
    print(verification);
    const { entries, seconds } = verification.tail;
    if (entries > 0)
      process.stdout.write(
        `${entries} entries, the oldest ${Math.round(seconds)} s old, are not numbered yet: nothing proves them so far.\n`,
      );
    process.stdout.write(verification.ok ? 'The journal verifies.\n' : 'THE JOURNAL DOES NOT VERIFY.\n');
    if (!verification.ok) process.exitCode = 1;
  });

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

const prove = (entry: string): Promise<void> => {
  if (!uuid.test(entry)) throw new CommandProblem(`${entry} is not the id of an entry.`);
  return inRooms(async ({ gate }) => {
    const proof = await gate.journal.proofOf(entry);
    if (!proof)
      throw new CommandProblem(
        `The journal has no entry ${entry}, or has not numbered it yet: ask again in some seconds.`,
      );
    print(proof);
  });
};

const consistency = (size: string): Promise<void> =>
  inRooms(async ({ gate }) => {
    const proof = /^\d{1,15}$/.test(size) ? await gate.journal.consistencyOf(Number(size)) : undefined;
    if (!proof) throw new CommandProblem(`No head of ${size} entries was signed; see journal/heads.jsonl.`);
    print(proof);
  });

async function exportMonth({ month, out }: { month: string; out: string }): Promise<void> {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month))
    throw new CommandProblem(`${month} is not a month; write 2026-11.`);
  // Before anything is taken: an export that goes nowhere is none, and is no entry.
  const file = await openNew(out);
  try {
    await inRooms(async ({ gate }) => {
      let count = 0;
      for await (const entries of gate.journal.exportMonth(month)) {
        await file.appendFile(entries.map(entry => `${JSON.stringify(entry)}\n`).join(''));
        count += entries.length;
      }
      await file.sync();
      process.stdout.write(`${count} entries of ${month} are in ${out}.\n`);
    });
  } catch (error) {
    // A part of a month would pass for the whole.
    await unlink(out);
    throw error;
  } finally {
    await file.close();
  }
}

const reasons: Record<string, string> = {
  EEXIST: 'is there already: name a file that is not',
  ENOENT: 'is in a folder that does not exist: make it first',
  EACCES: 'is in a folder that you may not write',
  EISDIR: 'is a folder: name a file in it',
};

/** @throws CommandProblem when no new file can be made there. */
async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    const why = reasons[(error as NodeJS.ErrnoException).code ?? ''];
    throw why ? new CommandProblem(`--out ${path} ${why}.`) : error;
  }
}

/** `continuum journal …`: what an operator shows to whoever does not trust them. See docs/journal.md. */
export const journalCommand = (): Command =>
  new Command('journal')
    .description('the journal of accesses')
    .addCommand(
      new Command('verify')
        .description('recompute the whole journal; exit 1 when anything was altered')
        .action(verify),
    )
    .addCommand(
      new Command('prove')
        .description('what proves that an entry is in the journal, for tools/verify-journal.mjs')
        .argument('<entry>', 'id of the entry')
        .action(prove),
    )
    .addCommand(
      new Command('consistency')
        .description('what proves that nothing changed between a head and the newest one')
        .argument('<size>', 'entries that the older head covers')
        .action(consistency),
    )
    .addCommand(
      new Command('export')
        .description('the entries of a month, a line of JSON each; the export is an entry itself')
        .requiredOption('--month <month>', 'such as 2026-11 (UTC)')
        .requiredOption('--out <file>', 'a file that is not there yet')
        .action(exportMonth),
    );
