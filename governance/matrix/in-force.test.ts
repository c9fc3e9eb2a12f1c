import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { createSessions, migrations as ofCredentials } from '@continuum/registries-credential';
import {
  type Action,
  type Actor,
  allDomains,
  decide,
  firstMatrix,
  matrix,
  type Profile,
  type PurposeOfUse,
  purposes,
} from '@continuum/trust-access';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMatrixInForce, migrations } from './index.ts';

const actor = (profile: Profile): Actor => ({
  ...{ kind: 'practitioner', id: 'Practitioner/1', name: 'Somebody', profile },
  credential: { kind: 'password', id: '1' },
});

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase([ofCredentials, migrations]);
});
beforeEach(() => database.asOwner('TRUNCATE service.matrix_version CASCADE'));
afterAll(() => database?.drop());

/** As a version that was put in force is kept. */
async function adopted(number: number, content: object, effective = 'now()'): Promise<void> {
  await database.asOwner(
    `INSERT INTO service.matrix_version (number, base, content, reason, effective, state, author, author_name, created, adopted_by, unsigned)
     VALUES ($1, 1, $2, 'test', ${effective}, 'adopted', 'Practitioner/a', 'A', now(), 'Practitioner/b', 'earlier')`,
    [number, JSON.stringify(content)],
  );
}

/** A process of the server, as far as it knows who asks and by which table. */
async function processOf(counting: string[] = []) {
  const { service } = database;
  const query: typeof service.query = (text, ...more) => {
    counting.push(text);
    return service.query(text, ...more);
  };
  const inForce = createMatrixInForce({ query });
  const always = () => 'true';
  const sessions = createSessions({ ...service, query }, always, () => new Date(), inForce);
  const token = await sessions.open('clinician', actor('nurse'), { thumbprint: 't' });
  const keepUntil = new Date(Date.now() + 60_000);
  return {
    inForce,
    sessions,
    ask: (at = token) => sessions.find('clinician', at, { thumbprint: 't', jti: randomUUID(), keepUntil }),
    mayRead: (domain: 'imaging' | 'summary') =>
      decide(inForce.current(), actor('nurse'), { of: 'TREAT' }, 'read', [domain]).permit,
  };
}

const nurseReading = (...reads: string[]) => ({ ...matrix, nurse: { ...matrix.nurse, reads } });

describe('a version that takes effect', () => {
  it('decides from the next request on, in every process, and none is started again', async () => {
    const both = [await processOf(), await processOf()];
    for (const one of both) {
      await one.ask();
      expect([one.mayRead('imaging'), one.mayRead('summary')]).toEqual([true, false]);
    }
    await adopted(2, nurseReading('identity', 'registry', 'summary'));
    for (const one of both) {
      await one.ask();
      expect([one.mayRead('imaging'), one.mayRead('summary')]).toEqual([false, true]);
      expect(one.inForce.current().number).toBe(2);
    }
  });

  it('costs no statement of its own: it comes with who asks, and is read once when it is new', async () => {
    const asked: string[] = [];
    const one = await processOf(asked);
    asked.length = 0;
    await one.ask();
    expect(asked).toHaveLength(1);
    await adopted(2, matrix);
    asked.length = 0;
    await Promise.all([one.ask(), one.ask(), one.ask()]);
    expect(asked.filter(text => text.startsWith('SELECT content'))).toHaveLength(1);
    asked.length = 0;
    await one.ask();
    expect(asked).toHaveLength(1);
  });

  it('waits for its day', async () => {
    const one = await processOf();
    await adopted(2, nurseReading('identity', 'registry', 'summary'), `now() + interval '1 hour'`);
    await one.ask();
    expect(one.inForce.current().number).toBe(1);
  });

  it('is never followed by an older one, in whatever order answers come', async () => {
    const one = await processOf();
    await adopted(2, matrix);
    await adopted(3, matrix);
    await Promise.all([one.inForce.told(3), one.inForce.told(2)]);
    await one.inForce.told(1);
    expect(one.inForce.current().number).toBe(3);
  });

  it('also a navigation is told', async () => {
    const one = await processOf();
    const token = randomBytes(32).toString('base64url');
    const pass = randomBytes(32).toString('base64url');
    const digest = (text: string) => createHash('sha256').update(text).digest();
    await database.asOwner(
      `INSERT INTO service.session (token_sha256, kind, holder, actor, jkt, created, last_seen, pass_sha256, pass_until)
       VALUES ($1, 'citizen', 'Patient/1', $2, 't', now(), now(), $3, now() + interval '1 hour')`,
      [digest(token), JSON.stringify({ ...actor('citizen'), kind: 'citizen' }), digest(pass)],
    );
    await adopted(2, matrix);
    expect(await one.sessions.navigated('citizen', pass)).toMatchObject({ actor: { profile: 'citizen' } });
    expect(one.inForce.current().number).toBe(2);
  });
});

describe('a table that cannot be applied', () => {
  it.each<[string, object]>([
    ['gives ETREAT', { ...matrix, nurse: { ...matrix.nurse, purposes: ['TREAT', 'ETREAT'] } }],
    ['leaves nobody to edit it', { ...matrix, operations: { ...matrix.operations, writes: [] } }],
    [
      'lets somebody write the journal',
      { ...matrix, surveillance: { ...matrix.surveillance, writes: ['journal'] } },
    ],
    ['is empty', {}],
  ])('%s: nobody comes in, and the one before does not go on', async (_, content) => {
    const one = await processOf();
    await adopted(2, content);
    await expect(one.ask()).rejects.toMatchObject({ statusCode: 503 });
    await expect(one.inForce.refresh()).rejects.toThrow('Version 2 of the access matrix cannot be applied');
  });
});

it('the table in code comes out equal through the database: every decision is the same', async () => {
  const { inForce } = await processOf();
  await adopted(2, matrix);
  await inForce.refresh();
  const kept = inForce.current();
  expect(kept.number).toBe(2);
  let compared = 0;
  for (const profile of Object.keys(matrix) as Profile[])
    for (const of of Object.keys(purposes) as PurposeOfUse[])
      for (const action of ['read', 'create', 'write'] satisfies Action[])
        for (const kind of ['practitioner', 'citizen', 'system', 'unknown'] as const)
          for (const domains of [[], ...allDomains.map(domain => [domain]), [...allDomains]]) {
            const who = { ...actor(profile), kind, usagers: ['u'] };
            compared += 1;
            expect(decide(kept, who, { of }, action, domains, 'u')).toEqual(
              decide(firstMatrix, who, { of }, action, domains, 'u'),
            );
          }
  expect(compared).toBeGreaterThan(10_000);
});
