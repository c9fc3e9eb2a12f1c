import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { continuum, token } from './command-line.ts';
import { newDataFolder } from './data-folder.ts';
import { type RunningServer, startContinuum } from './server.ts';

interface Head {
  size: number;
  root: string;
  at: string;
  key: string;
  signature: string;
}

/** Somebody outside who takes the heads that are sent. */
async function witness() {
  const heads: Head[] = [];
  const server: Server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    heads.push(JSON.parse(body) as Head);
    server.emit('head');
    response.writeHead(204).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    heads,
    url: `http://127.0.0.1:${port}/heads`,
    async first(): Promise<Head> {
      if (heads.length === 0) await once(server, 'head');
      return heads[0]!;
    },
    close: () => server.close(),
  };
}

/** With nothing of the repository but the one file, from elsewhere, as an outsider would. */
function outsider(folder: string, ...files: string[]) {
  const script = join(process.cwd(), 'tools', 'verify-journal.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...files], {
    ...{ cwd: folder, encoding: 'utf8' },
  });
  return { status, said: `${stdout}${stderr}` };
}

describe('the journal, shown to whoever does not trust the operator', () => {
  let server: RunningServer;
  let outside: Awaited<ReturnType<typeof witness>>;
  let request: string;
  let entry: { id: string; request: string };
  const kept = newDataFolder();
  const month = new Date().toISOString().slice(0, 7);
  const out = join(kept, 'month.jsonl');

  const run = (...args: string[]) => continuum(['journal', ...args], server.environment);
  const keep = (name: string, value: unknown): string => {
    writeFileSync(join(kept, name), typeof value === 'string' ? value : JSON.stringify(value));
    return name;
  };
  const headsFile = (): Head[] =>
    readFileSync(join(server.data, 'journal', 'heads.jsonl'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line) as Head);

  beforeAll(async () => {
    outside = await witness();
    server = await startContinuum({ JOURNAL_HEADS_URL: outside.url });
    const authorization = `Bearer ${await token('dme-demo', server.environment)}`;
    const answer = await fetch(`${server.url}/fhir/R4/Patient?_count=3`, { headers: { authorization } });
    expect(answer.status).toBe(200);
    await answer.text();
    request = answer.headers.get('x-request-id')!;
    // The key, had before anything is to be proved.
    keep('key.jwk', readFileSync(join(server.data, 'journal', 'public-key.jwk'), 'utf8'));
  });
  afterAll(async () => {
    await server?.end();
    outside?.close();
    rmSync(kept, { recursive: true, force: true });
  });

  test('a month is exported, the look that was just made in it; the export is an entry', async () => {
    const done = await run('export', '--month', month, '--out', out);
    expect([done.code, done.stderr]).toEqual([0, '']);
    const lines = readFileSync(out, 'utf8').trimEnd().split('\n');
    expect(done.stdout).toContain(`${lines.length} entries of ${month} are in ${out}.`);
    const entries = lines.map(line => JSON.parse((JSON.parse(line) as { entry: string }).entry));
    entry = entries.find(one => one.request === request && one.usager !== undefined);
    expect(entry).toMatchObject({ action: 'search', outcome: 'success', who: { name: expect.any(String) } });
    expect(entries.filter(({ interaction }) => interaction === 'journal-export')).toMatchObject([
      { query: { text: `journal of ${month}` } },
    ]);
  });

  test('an export that has nowhere to go says so, takes nothing, and leaves what is there', async () => {
    const before = readFileSync(out, 'utf8');
    const again = await run('export', '--month', month, '--out', out);
    expect([again.code, again.stderr]).toEqual([
      1,
      `--out ${out} is there already: name a file that is not.\n`,
    ]);
    expect(readFileSync(out, 'utf8')).toBe(before);
    const lost = await run('export', '--month', month, '--out', join(kept, 'no', 'x.jsonl'));
    expect(lost.stderr).toContain('is in a folder that does not exist: make it first.');
    const unreal = await run('export', '--month', '2026-13', '--out', join(kept, 'y.jsonl'));
    expect([unreal.code, unreal.stderr]).toEqual([1, '2026-13 is not a month; write 2026-11.\n']);
    expect(existsSync(join(kept, 'y.jsonl'))).toBe(false);
  });

  test('an entry is proved to an outsider, by one file and the key; one letter changed, it is not', async () => {
    // The sequencer comes round; the command says to ask again meanwhile.
    let proved = await run('prove', entry.id);
    while (proved.code !== 0) {
      expect(proved.stderr).toContain('has not numbered it yet: ask again in some seconds.');
      proved = await run('prove', entry.id);
    }
    const proof = JSON.parse(proved.stdout);
    keep('proof.json', proved.stdout);
    keep('head.json', proof.head);
    expect(JSON.parse(proof.entry)).toMatchObject({ id: entry.id, request });
    const holds = outsider(kept, 'proof.json', 'key.jwk', 'head.json');
    expect(holds.said).toContain('IT HOLDS.');
    expect(holds.status).toBe(0);
    keep('changed.json', { ...proof, entry: proof.entry.replace('success', 'denied') });
    const changed = outsider(kept, 'changed.json', 'key.jwk');
    expect([changed.status, changed.said.includes('IT DOES NOT HOLD.')]).toEqual([1, true]);
    keep('forged.json', { ...proof, head: { ...proof.head, size: proof.head.size + 1 } });
    expect(outsider(kept, 'forged.json', 'key.jwk').said).toContain('does not bear this key’s signature');
    expect(outsider(kept, 'key.jwk', 'key.jwk').status).toBe(2);
  });

  test('what cannot be proved says why', async () => {
    const notAnId = await run('prove', 'x');
    expect([notAnId.code, notAnId.stderr]).toEqual([1, 'x is not the id of an entry.\n']);
    const unknown = await run('prove', '00000000-0000-7000-8000-000000000000');
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('The journal has no entry')]);
    for (const size of ['x', '999999999'])
      expect((await run('consistency', size)).stderr).toBe(
        `No head of ${size} entries was signed; see journal/heads.jsonl.\n`,
      );
  });

  test('somebody outside has a head after a start, and is shown that the journal only grew since', async () => {
    await server.stop();
    outside.heads.length = 0;
    await server.restart();
    const taken = await outside.first();
    keep('taken.json', taken);
    const first = headsFile()[0]!;
    const grew = await run('consistency', String(first.size));
    expect([grew.code, grew.stderr]).toEqual([0, '']);
    keep('grew.json', grew.stdout);
    const holds = outsider(kept, 'grew.json', 'key.jwk');
    expect(holds.said).toContain('IT HOLDS.');
    const proof = JSON.parse(grew.stdout) as { older: Head; newer: Head };
    expect(proof.older).toEqual(first);
    expect(headsFile()).toContainEqual(taken);
    const since = await run('consistency', String(taken.size));
    expect(JSON.parse(since.stdout).older).toEqual(taken);
    keep('since.json', since.stdout);
    expect(outsider(kept, 'since.json', 'key.jwk').status).toBe(0);
    keep('other.json', { ...proof.newer, root: first.root });
    const other = outsider(kept, 'grew.json', 'key.jwk', 'other.json');
    expect([other.status, other.said.includes('is not the one that you kept')]).toEqual([1, true]);
  });

  test('and the whole verifies', async () => {
    const { code, stdout } = await run('verify');
    expect([code, stdout.includes('The journal verifies.')]).toEqual([0, true]);
  });
});
