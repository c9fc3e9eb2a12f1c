import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Of each section of ASVS 5.0 (`5.0/en`), how many requirements of levels 1 and 2 it has: they are its first. */
const sections: Record<string, number> = {
  ...{ '1.1': 2, '1.2': 9, '1.3': 11, '1.4': 3, '1.5': 2, '2.1': 3, '2.2': 3, '2.3': 4, '2.4': 1 },
  ...{ '3.2': 2, '3.3': 4, '3.4': 6, '3.5': 5, '3.7': 2, '4.1': 3, '4.2': 1, '4.3': 2, '4.4': 4 },
  ...{ '5.1': 1, '5.2': 3, '5.3': 2, '5.4': 3, '6.1': 3, '6.2': 11, '6.3': 3, '6.4': 4, '6.5': 5 },
  ...{ '6.6': 3, '6.8': 3, '7.1': 3, '7.2': 4, '7.3': 2, '7.4': 5, '7.5': 2, '7.6': 2, '8.1': 2 },
  ...{ '8.2': 3, '8.3': 1, '8.4': 1, '9.1': 3, '9.2': 4, '10.1': 2, '10.2': 2, '10.3': 4, '10.4': 11 },
  ...{ '10.5': 5, '10.6': 2, '10.7': 3, '11.1': 2, '11.2': 3, '11.3': 3, '11.4': 3, '11.5': 1 },
  ...{ '11.6': 1, '12.1': 3, '12.2': 2, '12.3': 4, '13.1': 1, '13.2': 5, '13.3': 2, '13.4': 5 },
  ...{ '14.1': 2, '14.2': 4, '14.3': 3, '15.1': 3, '15.2': 3, '15.3': 7, '16.1': 1, '16.2': 5 },
  ...{ '16.3': 4, '16.4': 3, '16.5': 3, '17.1': 1, '17.2': 4, '17.3': 2 },
};

const page = readFileSync('docs/asvs.md', 'utf8');
const rows = [...page.matchAll(/^\| (\d+\.\d+\.\d+) \| (.+?) \| (\S+) \| (.+) \|$/gm)].map(
  ([, id = '', asks = '', state = '', where = '']) => ({ id, asks, state, where }),
);
const security = readFileSync('SECURITY.md', 'utf8');
const files = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).trim().split('\n');
const named = (text: string): string[] =>
  [...text.matchAll(/`([\w./-]+\.(?:tsx?|md|json))`/g)].map(([, name = '']) => name);

describe('docs/asvs.md', () => {
  it('has each requirement of levels 1 and 2, once', () => {
    const expected = Object.entries(sections).flatMap(([section, count]) =>
      Array.from({ length: count }, (_, at) => `${section}.${at + 1}`),
    );
    const ids = rows.map(({ id }) => id);
    expect([...ids].sort()).toEqual([...expected].sort());
  });

  it('says of each whether it holds, and where or why', () => {
    for (const { id, asks, state, where } of rows) {
      expect(['met', 'part', 'not', 'n/a'], id).toContain(state);
      expect(asks.length, id).toBeGreaterThan(2);
      expect(where.length, id).toBeGreaterThan(2);
    }
  });

  it('names files that exist', () => {
    const missing = named(page).filter(name => !existsSync(name));
    expect(missing).toEqual([]);
  });

  it('is counted in SECURITY.md as it is', () => {
    const count = (state: string) => rows.filter(row => row.state === state).length;
    const [sentence] = /\d+ are met, [^.]+/.exec(security) ?? [];
    expect(sentence).toBe(
      `${count('met')} are met, ${count('part')} in part, ${count('not')} are not, ${count('n/a')} speak of nothing that is here`,
    );
  });
});

it('SECURITY.md names tests and files that exist: whole, or by the end of their path', () => {
  const missing = named(security).filter(
    name => !files.some(file => file === name || file.endsWith(`/${name}`) || basename(file) === name),
  );
  expect(missing).toEqual([]);
});
