import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@continuum/record-database/testing';
import { unknownActor } from '@continuum/trust-access';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrations, openGate } from './index.ts';
import { cast } from './testing/index.ts';

const data = mkdtempSync(join(tmpdir(), 'continuum-attempts-'));
const database = await testDatabase(migrations);
const gate = openGate({ database, data, log: pino({ level: 'silent' }) });
const originOf = (address: string, request: string) => ({ request, address, channel: 'fhir' });

const entries = async () =>
  (await database.asOwner('SELECT entry FROM record.journal')).map(({ entry }) => JSON.parse(String(entry)));

beforeAll(() => gate.journal.prepareMonths());
afterAll(async () => {
  await database.drop();
  rmSync(data, { recursive: true, force: true });
});

describe('a flood of nobody known', () => {
  it('has entries up to a bound; beyond, one that says how many; and those of the identified are all there', async () => {
    const flood = Array.from({ length: 200 }, (_, at) =>
      gate
        .open(unknownActor, { of: 'TREAT' }, originOf('192.0.2.66', `flood-${at}`))
        .read('Patient', 'somebody'),
    );
    const elsewhere = gate.attempt({
      ...{ action: 'attempt', outcome: 'denied', actor: unknownActor, why: 'invalid-token' },
      origin: originOf('192.0.2.7', 'elsewhere'),
    });
    const known = Array.from({ length: 100 }, (_, at) =>
      gate
        .open(cast.neighbour!, { of: 'PATRQT' }, originOf('192.0.2.66', `known-${at}`))
        .read('Patient', 'somebody'),
    );
    const answers = await Promise.all(flood);
    expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(['denied']));
    await Promise.all([elsewhere, ...known]);
    await gate.close();
    const all = await entries();
    const of = (start: string) => all.filter(({ request }) => request.startsWith(start));
    expect(of('flood-')).toHaveLength(60);
    expect(of('elsewhere')).toHaveLength(1);
    expect(new Set(of('known-').map(({ request }) => request)).size).toBe(100);
    expect(all.filter(({ reason }) => reason === 'attempts-counted')).toMatchObject([
      {
        address: '192.0.2.66',
        outcome: 'denied',
        query: { text: expect.stringMatching(/^140 more attempts from 1 addresses since /) },
      },
    ]);
  });
});
