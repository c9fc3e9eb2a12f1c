import { openRooms, readSettings } from '@continuum/apps-server';
import { loadFile, UnknownTerminology } from '@continuum/registries-terminology';
import { Command } from 'commander';
import { CommandProblem } from '../explain.ts';

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** What the caller can mend, in one line. */
function explained(path: string, error: unknown): unknown {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT')
    return new CommandProblem(`${path}: there is no such file or folder.`, { cause: error });
  return error instanceof UnknownTerminology ? new CommandProblem(error.message, { cause: error }) : error;
}

async function load(paths: string[], { edition }: { edition?: string }): Promise<void> {
  const { rooms, close } = await openRooms(readSettings(process.env));
  try {
    for (const path of paths) {
      const loaded = await loadFile(rooms.database.service, path, { version: edition, say }).catch(
        (error: unknown) => Promise.reject(explained(path, error)),
      );
      for (const { url, count } of loaded) process.stdout.write(`${url}: ${count} loaded\n`);
    }
  } finally {
    await close();
  }
}

/** `continuum terminology load <file…>`: official files into the terminology's tables; may be run again. */
export const terminologyCommand = (): Command =>
  new Command('terminology')
    .description('code systems, value sets and concept maps')
    .addCommand(
      new Command('load')
        .description('load FHIR JSON, Loinc.csv, a SNOMED CT RF2 snapshot folder, or DPD and CCDD files')
        .argument('<files...>')
        .option('--edition <version>', 'the version that the files are of')
        .action(load),
    );
