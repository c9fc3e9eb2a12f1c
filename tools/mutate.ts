// `npm run mutate`: takes the visibility predicate away, place by place, and shows that the attack suite sees it each time.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { removals } from './mutation/removals.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '20' }, only: { type: 'string', default: '' } },
});
const chosen = removals(process.cwd()).filter(({ file }) => file.includes(values.only));
if (!(Number(values.minutes) > 0) || chosen.length === 0) {
  process.stderr.write(
    '--minutes takes a number of minutes, --only a part of the name of a file that has places.\n',
  );
  process.exit(2);
}
process.stdout.write(
  `${chosen.length} places where the visibility predicate is applied; at most ${values.minutes} minutes.\n`,
);
const { status } = spawnSync(
  'vitest',
  ['run', '--config', 'tools/mutation/vitest.config.ts', '--reporter=dot'],
  {
    stdio: 'inherit',
    env: { ...process.env, CONTINUUM_MUTATION: JSON.stringify({ minutes: Number(values.minutes), chosen }) },
  },
);
process.exit(status ?? 1);
