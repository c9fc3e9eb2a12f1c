import { validate } from '@continuum/standards-fhir';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { observation, patient, type TestDoor, testDoor } from './testing/index.ts';

let door: TestDoor;
beforeAll(async () => {
  door = await testDoor({ readMs: 500, rest: { bodyLimit: 64 * 1024 } });
  await door.put(patient('u1'));
});
afterAll(() => door?.close());

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('each limit is told with its mend', () => {
  test.each<[string, number, RegExp, () => Promise<{ statusCode: number; body: string }>]>([
    [
      'a body that is too large',
      413,
      /in parts/,
      () =>
        door.send(
          'laboratory',
          'POST',
          '/Observation',
          observation('u1', { note: [{ text: 'x'.repeat(70_000) }] }),
        ),
    ],
    [
      'JSON nested too deeply',
      400,
      /deeper than 100/,
      () =>
        door.send('laboratory', 'POST', '/Observation', `{"resourceType":"Observation","x":${nested(200)}}`),
    ],
    [
      'XML nested too deeply',
      400,
      /deeper than 100/,
      () =>
        door.send(
          'laboratory',
          'POST',
          '/Observation',
          `<Observation xmlns="http://hl7.org/fhir">${'<component>'.repeat(200)}`,
          { 'content-type': 'application/fhir+xml' },
        ),
    ],
    [
      'a batch of too many entries',
      413,
      /More than 1000/,
      () =>
        door.send(
          'laboratory',
          'POST',
          '/',
          `{"resourceType":"Bundle","type":"batch","entry":[${Array(1001).fill('{}').join(',')}]}`,
        ),
    ],
    [
      'too many parameters',
      400,
      /More than 100 parameters/,
      () => door.ask('hospital', `/Patient?${'_id=u1&'.repeat(101)}`),
    ],
    [
      'too many values',
      400,
      /more than 1000 values/,
      () => door.ask('hospital', `/Patient?_id=${'a,'.repeat(1000)}a`),
    ],
    [
      'too many resources to come along',
      400,
      /21 _include and _revinclude, and 20 at most/,
      () =>
        door.ask(
          'hospital',
          `/Patient?${'_include=Patient:link&'.repeat(10)}${'_revinclude:iterate=Provenance:target&'.repeat(11)}`,
        ),
    ],
    [
      'too long a chain',
      400,
      /chains through more than 5/,
      () => door.ask('hospital', '/Observation?a.b.c.d.e.f.g=1'),
    ],
  ])('%s', async (_title, status, mend, act) => {
    const answer = await act();
    expect(answer.statusCode, answer.body).toBe(status);
    expect(answer.body).toMatch(mend);
  });

  test.each(['lenient', 'strict'])(
    'a page has at most a thousand entries, and says so to who asks for more: %s',
    async handling => {
      const prefer = { prefer: `handling=${handling}` };
      const answer = await door.ask('hospital', '/Patient?_count=999999', 'GET', prefer);
      expect(answer.statusCode).toBe(200);
      const { entry, link, total } = answer.json();
      expect(total).toBe(1);
      expect(link[0]).toEqual({ relation: 'self', url: expect.stringMatching(/_count=1000$/) });
      expect(entry.map((one: { search: { mode: string } }) => one.search.mode)).toEqual(['match', 'outcome']);
      expect(entry[1].resource.issue).toEqual([
        {
          severity: 'information',
          code: 'too-costly',
          expression: ['_count'],
          diagnostics: expect.stringMatching(/999999 is more than a page holds: it has 1000 at most/),
        },
      ]);
    },
  );

  test('and those of everything of a usager are counted the same', async () => {
    const { link, entry } = (await door.ask('hospital', '/Patient/u1/$everything?_count=5000')).json();
    expect(link[0].url).toMatch(/_count=1000$/);
    expect(entry.at(-1)).toMatchObject({
      search: { mode: 'outcome' },
      resource: { issue: [{ code: 'too-costly', expression: ['_count'] }] },
    });
  });

  test('a history, which has no place for a remark, says in its link self how large its page is', async () => {
    for (const [asked, done] of [
      ['5000', '1000'],
      ['7', '7'],
    ]) {
      const history = (await door.ask('hospital', `/Patient/u1/_history?_count=${asked}`)).json();
      expect(history.link[0].url).toMatch(new RegExp(`_count=${done}$`));
      expect(validate(history)).toEqual([]);
    }
    const none = await door.ask('hospital', '/Patient/u1/_history?_count=0');
    expect(none.statusCode).toBe(400);
    expect(none.json().issue[0].diagnostics).toBe('_count=0: give a whole number, 1 or more.');
  });

  test('a page as large as it may be has nothing to say', async () => {
    const { entry } = (await door.ask('hospital', '/Patient?_count=1000')).json();
    expect(entry).toHaveLength(1);
  });

  test('twenty includes are taken', async () => {
    const url = `/Patient?${'_include=Patient:link&'.repeat(10)}${'_revinclude=Provenance:target&'.repeat(10)}`;
    expect((await door.ask('hospital', url)).statusCode).toBe(200);
  });
});

describe('a read that takes too long', () => {
  test('is cancelled in the database, and the answer says what to narrow', async () => {
    await door.database.withOwner(async owner => {
      await owner.query('BEGIN');
      await owner.query('LOCK TABLE record.resource IN ACCESS EXCLUSIVE MODE');
      const answer = await door.ask('hospital', '/Patient?name=tremblay');
      expect(answer.statusCode, answer.body).toBe(504);
      const [issue] = answer.json().issue;
      expect(issue).toMatchObject({ code: 'too-costly' });
      expect(issue.diagnostics).toMatch(/name a patient, a period or a code/);
      const waiting = await owner.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      expect(waiting.rowCount).toBe(0);
      await owner.query('ROLLBACK');
    });
    expect((await door.ask('hospital', '/Patient?name=tremblay')).statusCode).toBe(200);
  });

  test('a write may take longer than a read', async () => {
    const held = Promise.withResolvers<void>();
    const holding = door.database.withOwner(async owner => {
      await owner.query('BEGIN');
      await owner.query('LOCK TABLE record.version IN ACCESS EXCLUSIVE MODE');
      held.resolve();
      await owner.query('SELECT pg_sleep(1)');
      await owner.query('ROLLBACK');
    });
    await held.promise;
    const answer = await door.send('hospital', 'PUT', '/Patient/u1', patient('u1', { active: true }));
    await holding;
    expect(answer.statusCode, answer.body).toBe(200);
  });
});

describe('more callers than connections', () => {
  test('wait a bounded time, then are told when to come back', async () => {
    await door.database.withOwner(async owner => {
      await owner.query('BEGIN');
      await owner.query('LOCK TABLE record.resource IN ACCESS EXCLUSIVE MODE');
      const answers = await Promise.all(
        Array.from({ length: 80 }, () => door.ask('hospital', '/Patient?name=tremblay')),
      );
      const statuses = new Set(answers.map(({ statusCode }) => statusCode));
      expect([...statuses].filter(status => status !== 503 && status !== 504)).toEqual([]);
      const full = answers.filter(({ statusCode }) => statusCode === 503);
      expect(full.length).toBeGreaterThan(0);
      for (const { headers } of full) expect(headers['retry-after']).toBe('5');
      await owner.query('ROLLBACK');
    });
    expect((await door.ask('hospital', '/Patient?name=tremblay')).statusCode).toBe(200);
  }, 30_000);
});
