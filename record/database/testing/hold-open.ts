import { pino } from 'pino';
import { openDatabase } from '../database.ts';

/** A process of its own that opens a data folder, says so or why not, and stays until it is killed. */
const [, , data = '', mode = 'own'] = process.argv;
try {
  await openDatabase({ data, mode: mode === 'share' ? 'share' : 'own', log: pino({ level: 'silent' }) });
  process.stdout.write('open\n');
  setInterval(() => undefined, 60_000);
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : error}\n`);
}
