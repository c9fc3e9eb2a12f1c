// The command line: `npx continuum --help`.
import { Command } from 'commander';
import { accessCommand } from './commands/access.ts';
import { certificateCommand } from './commands/certificate.ts';
import { demoCommand } from './commands/demo.ts';
import { ingestCommand } from './commands/ingest.ts';
import { journalCommand } from './commands/journal.ts';
import { keyCommand } from './commands/key.ts';
import { migrateCommand } from './commands/migrate.ts';
import { partnerCommand } from './commands/partner.ts';
import { startCommand } from './commands/start.ts';
import { terminologyCommand } from './commands/terminology.ts';
import { tokenCommand } from './commands/token.ts';
import { verifyCommand } from './commands/verify.ts';
import { explain } from './explain.ts';

const program = new Command('continuum')
  .description('An open platform for sharing a population’s health information.')
  .addCommand(startCommand())
  .addCommand(migrateCommand())
  .addCommand(demoCommand())
  .addCommand(tokenCommand())
  .addCommand(ingestCommand())
  .addCommand(journalCommand())
  .addCommand(terminologyCommand())
  .addCommand(verifyCommand())
  .addCommand(certificateCommand())
  .addCommand(partnerCommand())
  .addCommand(keyCommand())
  .addCommand(accessCommand());

try {
  await program.parseAsync();
} catch (error) {
  const { line, code } = explain(error);
  process.stderr.write(`${line}\n`);
  process.exitCode = code;
}
