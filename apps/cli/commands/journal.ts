import { openRooms, readSettings } from '@continuum/apps-server';
import { Command } from 'commander';

async function verify(): Promise<void> {
  const { rooms, close } = await openRooms(readSettings(process.env));
  try {
    const verification = await rooms.gate.journal.verify();
    process.stdout.write(`${JSON.stringify(verification, null, 2)}\n`);
    process.stdout.write(verification.ok ? 'The journal verifies.\n' : 'THE JOURNAL DOES NOT VERIFY.\n');
    if (!verification.ok) process.exitCode = 1;
  } finally {
    await close();
  }
}

/** `continuum journal verify`: recomputes the whole journal and says the first thing that is broken. */
export const journalCommand = (): Command =>
  new Command('journal')
    .description('the journal of accesses')
    .addCommand(
      new Command('verify')
        .description('recompute the whole journal; exit 1 when anything was altered')
        .action(verify),
    );
