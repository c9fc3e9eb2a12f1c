import { openRooms, readSettings } from '@continuum/apps-server';
import { loadFile } from '@continuum/registries-terminology';
import { Command } from 'commander';

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

async function load(paths: string[], { edition }: { edition?: string }): Promise<void> {
  const { rooms, close } = await openRooms(readSettings(process.env));
  try {
    for (const path of paths) {
      const loaded = await loadFile(rooms.database.service, path, { version: edition, say });
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
