import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { observation, patient, refusal, system, type TestDoor, testDoor } from './testing/index.ts';

let door: TestDoor;
beforeAll(async () => {
  door = await testDoor({
    actors: {
      'only-deletes': system('labo-effaceur', 'laboratory-system', ['system/*.d']),
      'only-writes': system('labo-ecrivain', 'laboratory-system', ['system/*.cu']),
      narrow: system('labo-etroit', 'laboratory-system', [
        'system/*.cud',
        'system/Observation.rs?status=cancelled',
      ]),
    },
  });
  await door.put(patient('refusing'));
  await door.put(patient('open'));
  await door.put(refusal('refusing'));
});
afterAll(() => door?.close());

interface Found {
  actor: string;
  id: string;
  usager: string;
}

/** An answer without what every answer has of its own: its moment, its deposit, the id that was asked for. */
const answerOf = ({ statusCode, headers, body }: Awaited<ReturnType<TestDoor['ask']>>, id: string) => ({
  statusCode,
  headers: Object.keys(headers).sort(),
  etag: headers.etag,
  location: headers.location?.replace(id, 'ID'),
  body: body.replaceAll(id, 'ID').replaceAll(/[\da-f]{8}-[\da-f-]{27}/g, 'UUID'),
});

const put = async (id: string, usager: string, actor = 'laboratory') =>
  door.put({ ...observation(usager), id } as never, actor);

const versionOf = async (id: string) =>
  (
    await door.database.asOwner<{ version: number; deleted: boolean }>(
      `SELECT version, deleted FROM record.resource WHERE type = 'Observation' AND id = $1`,
      [id],
    )
  )[0];

/** What a usager's own list says of a deletion. */
const linesOf = async (usager: string, id: string) =>
  (await door.journal()).filter(
    line => line.usager === usager && line.entry.includes(`delete Observation/${id},`),
  );

/** Whoever may not see them, and the resource of another source that they guess. */
const guesses: [string, Found][] = [
  ['what a refusal hides', { actor: 'other-laboratory', id: 'guessed-refused', usager: 'refusing' }],
  ['what a token does not read', { actor: 'only-deletes', id: 'guessed-unread', usager: 'open' }],
  ['what a token’s search leaves out', { actor: 'narrow', id: 'guessed-left-out', usager: 'open' }],
];

describe('R4 3.1.0.7: a deletion by a source that guesses an id', () => {
  test.each(guesses)('of %s is answered as that of nothing, and changes nothing', async (_, guess) => {
    const { actor, id, usager } = guess;
    await put(id, usager);
    const real = await door.ask(actor, `/Observation/${id}`, 'DELETE');
    const unknown = await door.ask(actor, `/Observation/${id}-not`, 'DELETE');
    expect(real.statusCode).toBe(204);
    expect(answerOf(real, id)).toEqual(answerOf(unknown, `${id}-not`));
    expect(await versionOf(id)).toEqual({ version: 1, deleted: false });
    const lines = await linesOf(usager, id);
    expect(lines.map(({ outcome }) => outcome)).toEqual(['denied']);
    expect(lines[0]!.entry).toContain('source-not-allowed');
  });

  test.each([
    ['a version that is there', 'W/"1"'],
    ['a version that is not', 'W/"7"'],
  ])('on the condition of %s says no more', async (_, version) => {
    const id = `guessed-${version.replaceAll(/\W/g, '')}`;
    await put(id, 'refusing');
    const ifMatch = { 'if-match': version };
    const real = await door.ask('other-laboratory', `/Observation/${id}`, 'DELETE', ifMatch);
    const unknown = await door.ask('other-laboratory', `/Observation/${id}-not`, 'DELETE', ifMatch);
    expect(real.statusCode).toBe(412);
    expect(answerOf(real, id)).toEqual(answerOf(unknown, `${id}-not`));
    expect(await versionOf(id)).toEqual({ version: 1, deleted: false });
  });

  test('of what its source has deleted already says no version', async () => {
    await put('guessed-gone', 'refusing');
    expect((await door.ask('laboratory', '/Observation/guessed-gone', 'DELETE')).statusCode).toBe(204);
    const real = await door.ask('other-laboratory', '/Observation/guessed-gone', 'DELETE');
    const unknown = await door.ask('other-laboratory', '/Observation/guessed-gone-not', 'DELETE');
    expect(answerOf(real, 'guessed-gone')).toEqual(answerOf(unknown, 'guessed-gone-not'));
  });

  test('in a transaction lets the rest of it be written, as for nothing', async () => {
    await put('guessed-among', 'refusing');
    const transaction = (id: string) =>
      door.send('other-laboratory', 'POST', '/', {
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [
          { request: { method: 'DELETE', url: `Observation/${id}` } },
          { request: { method: 'POST', url: 'Observation' }, resource: observation('open') },
        ],
      });
    const statuses = async (id: string) => {
      const answer = await transaction(id);
      expect(answer.statusCode, answer.body).toBe(200);
      return answer.json().entry.map((entry: { response: { status: string } }) => entry.response.status);
    };
    expect(await statuses('guessed-among')).toEqual(await statuses('guessed-among-not'));
    expect(await versionOf('guessed-among')).toEqual({ version: 1, deleted: false });
  });

  test('leaves no Provenance of a deletion that did not take place', async () => {
    await put('guessed-told', 'refusing');
    for (const id of ['guessed-told', 'guessed-told-not'])
      await door.ask('other-laboratory', `/Observation/${id}`, 'DELETE');
    const told = (id: string) =>
      door.database.asOwner(
        `SELECT id FROM record.resource WHERE type = 'Provenance' AND body LIKE $1 AND body LIKE '%DELETE%'`,
        [`%Observation/${id}"%`],
      );
    expect([await told('guessed-told'), await told('guessed-told-not')]).toEqual([[], []]);
  });

  test('of what it sees says why not', async () => {
    await put('seen', 'open');
    const answer = await door.ask('other-laboratory', '/Observation/seen', 'DELETE');
    expect(answer.statusCode).toBe(403);
    expect(answer.body).toContain('only who sent it may change it');
  });

  test('of its own, hidden or not, is done and told by a Provenance', async () => {
    await put('own', 'refusing');
    expect((await door.ask('laboratory', '/Observation/own', 'DELETE')).statusCode).toBe(204);
    expect(await versionOf('own')).toEqual({ version: 2, deleted: true });
    const told = await door.database.asOwner(
      `SELECT id FROM record.resource WHERE type = 'Provenance' AND body LIKE '%DELETE%' AND body LIKE '%Observation/own"%'`,
    );
    expect(told).toHaveLength(1);
  });
});

describe('R4 3.1.0.5: an update at a version, by a source that guesses an id', () => {
  const update = (id: string, version: string, actor: string, usager: string) =>
    door.send(actor, 'PUT', `/Observation/${id}`, { ...observation(usager), id }, { 'if-match': version });

  test.each(
    guesses.flatMap(([what, guess]) =>
      ['W/"1"', 'W/"7"'].map((version): [string, string, Found] => [what, version, guess]),
    ),
  )('of %s at %s is answered as that of nothing', async (_, version, { actor, usager }) => {
    const id = `updated-${usager}-${actor}-${version.replaceAll(/\W/g, '')}`;
    await put(id, usager);
    const writer = actor === 'only-deletes' ? 'only-writes' : actor;
    const real = await update(id, version, writer, 'open');
    const unknown = await update(`${id}-not`, version, writer, 'open');
    expect(real.statusCode, real.body).toBe(412);
    expect(answerOf(real, id)).toEqual(answerOf(unknown, `${id}-not`));
    expect(await versionOf(id)).toEqual({ version: 1, deleted: false });
    const lines = (await door.journal()).filter(
      line => line.usager === usager && line.entry.includes(`upsert Observation/${id},`),
    );
    const denied = lines.filter(({ outcome }) => outcome === 'denied');
    expect(denied).toHaveLength(1);
    expect(denied[0]!.entry).toContain('source-not-allowed');
  });

  test('of what it sees says who may, of its own does it', async () => {
    await put('seen-updated', 'open');
    const changed = { ...observation('open', { status: 'amended' }), id: 'seen-updated' };
    const other = await door.send('other-laboratory', 'PUT', '/Observation/seen-updated', changed, {
      'if-match': 'W/"1"',
    });
    expect(other.statusCode).toBe(403);
    const own = await door.send('laboratory', 'PUT', '/Observation/seen-updated', changed, {
      'if-match': 'W/"1"',
    });
    expect(own.statusCode, own.body).toBe(200);
  });
});

describe('an update without a version, by a source that guesses an id', () => {
  test.each(guesses)(
    'of %s is refused, whether it guesses the content too or not',
    async (_, { actor, usager }) => {
      const id = `overwritten-${usager}-${actor}`;
      await put(id, usager);
      const writer = actor === 'only-deletes' ? 'only-writes' : actor;
      const answers = [];
      for (const more of [{}, { status: 'amended' }])
        answers.push(
          await door.send(writer, 'PUT', `/Observation/${id}`, { ...observation(usager, more), id }),
        );
      expect(answers[0]!.statusCode, answers[0]!.body).toBe(403);
      expect(answerOf(answers[0]!, id)).toEqual(answerOf(answers[1]!, id));
      expect(await versionOf(id)).toEqual({ version: 1, deleted: false });
    },
  );

  test('of what it sees, sent again as it is, changes nothing: 200', async () => {
    await put('sent-again', 'open');
    const again = { ...observation('open'), id: 'sent-again' };
    const answer = await door.send('other-laboratory', 'PUT', '/Observation/sent-again', again);
    expect([answer.statusCode, answer.headers.etag]).toEqual([200, 'W/"1"']);
  });
});
