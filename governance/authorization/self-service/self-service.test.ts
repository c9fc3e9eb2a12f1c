import { platformActor } from '@continuum/trust-access';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inForceOf } from '../in-force.ts';
import { atTheDoor, type Door } from '../testing/at-the-door.ts';
import { cast, origin, type Who, type Workplace, workplace } from '../testing/workplace.ts';
import { normalize } from './security-answers.ts';

let at: Workplace;
let door: Door;
const everybody = Object.keys(cast) as Who[];
const shut = (who: string) => (who === 'nobody' ? 401 : 403);

/** Somebody of the clinic, in force, with an active key. */
async function settled(id: string) {
  door.others[id] = await at.newcomer(id);
  const asked = { practitioner: id, organization: 'clinic', email: `${id}@example.org` };
  await at.authorizations.establish({ ...asked, profile: 'physician' }, { actor: platformActor, origin });
  return at.keyOf(id);
}

const chosen = ['first-street', 'first-pet', 'first-car'];
const said = ['Rue de l’Église', 'Médor', 'Lada'];
const toAnswers = (answers: readonly string[]) =>
  answers.map((answer, place) => ({ question: chosen[place]!, answer }));
const assertionOf = (holder: string) => ({
  ...{ id: holder, response: { clientDataJSON: 'x', authenticatorData: 'x', signature: 'x' } },
});
const set = (who: string, answers: object[], holder = `Practitioner/${who}`) =>
  door.ask(who, 'PUT', '/security-questions', {
    ...{ answers, assertion: assertionOf(holder), thumbprint: 'a'.repeat(43) },
  });
const ask = (userName: string, answers: readonly string[]) =>
  door.ask('nobody', 'POST', '/unblockings', { userName, answers: toAnswers(answers) });
const waiting = async () => (await door.ask('tvi', 'GET', '/unblockings?state=asked')).json().rows;
const stateOf = async (id: string) => (await at.keys.list(`Practitioner/${id}`)).map(({ state }) => state);
const pieces = [
  { kind: 'passport', end: '42Z' },
  { kind: 'drivers-licence', end: '0917' },
];

beforeAll(async () => {
  at = await workplace();
  door = await atTheDoor(at);
  await settled('doc');
}, 120_000);
beforeEach(() => {
  at.events.length = 0;
});
afterAll(async () => {
  await door?.close();
  await at?.close();
});

describe('security questions', () => {
  it('an answer is the same however it is typed', () => {
    expect(new Set(['École St-Jean', '  ecole  st jean ', 'ÉCOLE ST.JEAN!'].map(normalize)).size).toBe(1);
    expect(normalize('№ 12')).not.toBe(normalize('№ 13'));
  });

  it('are chosen with a key that signs once more: three of the list, three different answers', async () => {
    expect((await set('doc', toAnswers(said), 'Practitioner/other')).json().rule).toBe('key');
    expect(at.events).toMatchObject([{ action: 'attempt', outcome: 'denied' }]);
    expect((await set('doc', toAnswers(['Lada', 'lada', 'Médor']))).json().rule).toBe('answers');
    expect((await set('doc', toAnswers(['Lada', 'x!', 'Médor']))).json().rule).toBe('answers');
    const twice = toAnswers(said).map(({ answer }) => ({ question: 'first-pet', answer }));
    expect((await set('doc', twice)).json().rule).toBe('questions');
    const unknown = toAnswers(said).map((one, place) => (place ? one : { ...one, question: 'nam' }));
    expect((await set('doc', unknown)).json().rule).toBe('questions');
    expect((await set('doc', toAnswers(said))).json()).toMatchObject({ questions: chosen });
    expect((await door.ask('doc', 'GET', '/mine')).json().securityQuestions).toMatchObject({
      questions: chosen,
      setAt: at.now().toISOString(),
    });
  });

  it('are kept as salted hashes alone', async () => {
    const [row] = await at.pool.query<{ hashes: string[] }>('SELECT * FROM service.security_answers');
    for (const hash of row!.hashes) expect(hash).toMatch(/^scrypt\$[\w-]{22}\$[\w-]{43}$/);
    for (const answer of said) expect(JSON.stringify(row).toLowerCase()).not.toContain(normalize(answer));
  });

  it('are nobody’s who is not a person signed in by themself', async () => {
    for (const who of ['citizen', 'system', 'nobody'] as const)
      expect((await set(who, toAnswers(said), cast[who].id)).statusCode).toBe(shut(who));
  });
});

describe('without a key that works', () => {
  it('the page does not say whether somebody bears a name', async () => {
    const questionsOf = async (userName: string) =>
      (await door.ask('nobody', 'POST', '/unblockings/questions', { userName })).json().questions;
    expect(await questionsOf('doc')).toEqual(chosen);
    await settled('unset');
    for (const name of ['nobody-at-all', 'unset', 'another-name']) {
      const questions = await questionsOf(name);
      expect(questions).toHaveLength(3);
      expect(await questionsOf(name)).toEqual(questions);
    }
    const [wrong, unknown, unset] = await Promise.all([
      ask('doc', ['a', 'b', 'c']),
      ask('nobody-at-all', said),
      ask('unset', said),
    ]);
    const answers = [wrong, unknown, unset].map(({ statusCode, body }) => [statusCode, body]);
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
    expect(wrong.statusCode).toBe(202);
    expect(await waiting()).toEqual([]);
    const denied = at.events.filter(({ outcome }) => outcome === 'denied');
    expect(denied.map(({ outcome, why, about }) => [outcome, why, about])).toEqual([
      ...Array.from({ length: 3 }, () => ['denied', 'unblocking:answers', undefined]),
    ]);
    expect(JSON.stringify(at.events)).not.toContain('nobody-at-all');
  });

  it('tries are counted, whoever is named', async () => {
    for (const name of ['lada', 'unset']) {
      const codes = [];
      for (let n = 0; n < 6; n++) codes.push((await ask(name, ['a', 'b', 'c'])).statusCode);
      expect(codes.at(-1)).toBe(429);
      expect(codes.slice(0, 4)).toEqual([202, 202, 202, 202]);
    }
  }, 60_000);

  it('right answers open a line in the list of tele-verification, tell it and the person, and open nothing else', async () => {
    const [key] = await at.keys.list('Practitioner/doc');
    await at.keys.change(key!.id, 'lost', at.by(door.others.doc!));
    const right = await ask('doc', ['rue de l eglise', 'MEDOR', ' Lada ']);
    expect(right.body).toBe((await ask('nobody-here', said)).body);
    expect(await waiting()).toMatchObject([
      { practitioner: 'doc', state: 'asked', may: ['miss', 'lift', 'reorder', 'refuse'] },
    ]);
    expect(await stateOf('doc')).toEqual(['suspended']);
    const text = `SELECT template || ' ' || recipient AS line FROM service.authorization_notice
      WHERE template LIKE 'unblocking-%' ORDER BY 1`;
    expect((await at.pool.query<{ line: string }>(text)).map(({ line }) => line)).toEqual([
      ...['unblocking-asked tvi', 'unblocking-told doc'],
    ]);
    // Once is enough.
    await ask('doc', said);
    expect(await waiting()).toHaveLength(1);
  });

  it('the key is given back by tele-verification alone, once two pieces were shown', async () => {
    const [{ id }] = await waiting();
    const url = `/unblockings/${id}/events`;
    const lift = { event: 'lift', pieces };
    for (const event of ['miss', 'lift', 'reorder', 'refuse'])
      for (const who of [...everybody.filter(one => one !== 'tvi'), 'doc']) {
        at.events.length = 0;
        const { statusCode } = await door.ask(who, 'POST', url, { ...lift, event, reason: 'x' });
        expect([event, who, statusCode]).toEqual([event, who, shut(who)]);
        expect(at.events).toMatchObject([{ action: 'attempt', outcome: 'denied' }]);
      }
    expect((await door.ask('tvi', 'POST', url, { event: 'lift' })).json().rule).toBe('pieces');
    expect((await door.ask('tvi', 'POST', url, { event: 'miss' })).json().rule).toBe('reason');
    expect((await door.ask('tvi', 'POST', url, { event: 'miss', reason: 'Absent' })).json().state).toBe(
      'asked',
    );
    expect(await stateOf('doc')).toEqual(['suspended']);
    expect((await door.ask('tvi', 'POST', url, lift)).json().state).toBe('lifted');
    expect(await stateOf('doc')).toEqual(['active']);
    expect((await door.ask('tvi', 'POST', url, lift)).statusCode).toBe(409);
    const kept = 'SELECT piece_one, piece_one_end, piece_two_end FROM service.key_unblocking WHERE id = $1';
    expect(await at.pool.query(kept, [id])).toEqual([
      { piece_one: 'passport', piece_one_end: '42Z', piece_two_end: '0917' },
    ]);
  });

  it('or another key is ordered: its way begins like the first one’s, and the access stays', async () => {
    at.setNow(new Date(at.now().getTime() + 2 * 3_600_000));
    const [key] = await at.keys.list('Practitioner/doc');
    await at.keys.change(key!.id, 'blocked', at.by(door.others.doc!));
    await ask('doc', said);
    const [{ id }] = await waiting();
    const url = `/unblockings/${id}/events`;
    expect((await door.ask('tvi', 'POST', url, { event: 'lift', pieces })).json().rule).toBe(
      'no-suspended-key',
    );
    expect((await door.ask('tvi', 'POST', url, { event: 'reorder' })).json().state).toBe('reordered');
    const [handover] = (await door.ask('tvi', 'GET', '/handovers?state=ordered')).json().rows;
    expect(handover).toMatchObject({ practitioner: 'doc', may: ['mail', 'hand-over'] });
    expect(await inForceOf(at.pool, 'Practitioner/doc', at.now())).toHaveLength(1);
    const events = `/handovers/${handover.id}/events`;
    await door.ask('tvi', 'POST', events, { event: 'mail' });
    await door.ask('tvi', 'POST', events, { event: 'verify', pieces });
    const { code } = (await door.ask('tvi', 'POST', events, { event: 'enrol' })).json();
    expect(await at.enrolKey(code)).toBe(true);
    expect((await door.ask('tvi', 'POST', events, { event: 'lift' })).json().state).toBe('handed');
    expect((await stateOf('doc')).toSorted()).toEqual(['active', 'revoked']);
  });

  it('who has no access any more opens no line', async () => {
    at.setNow(new Date(at.now().getTime() + 2 * 3_600_000));
    await door.ask('gaa', 'POST', '/withdrawals', {
      organization: 'clinic',
      practitioner: 'doc',
      reason: 'x',
    });
    expect((await ask('doc', said)).statusCode).toBe(202);
    expect(await waiting()).toEqual([]);
  });
});

describe('one’s own accesses', () => {
  it('are one’s own alone, and do not say whose record it was', async () => {
    const { gate } = at;
    for (const actor of [cast.gaa, cast.gaa, cast.aga])
      await gate.attempt({ action: 'sign-in', outcome: 'success', actor, origin });
    const first = (await door.ask('gaa', 'GET', '/accesses?count=1')).json();
    expect(first.accesses).toMatchObject([{ action: 'sign-in', outcome: 'success', aboutUsager: false }]);
    const second = (await door.ask('gaa', 'GET', `/accesses?count=1&cursor=${first.next}`)).json();
    expect(second.accesses).toHaveLength(1);
    // The looks at the list are in it.
    const answer = await door.ask('gaa', 'GET', '/accesses');
    expect(answer.statusCode, answer.body).toBe(200);
    const all = answer.json().accesses;
    expect(all.map(({ action }: { action: string }) => action)).toEqual([
      'read',
      'read',
      'sign-in',
      'sign-in',
    ]);
    for (const line of all)
      expect(Object.keys(line).toSorted()).toEqual([
        ...['aboutUsager', 'action', 'at', 'channel', 'domains', 'id', 'outcome', 'purpose'],
      ]);
    for (const who of ['citizen', 'system', 'nobody'] as const)
      expect((await door.ask(who, 'GET', '/accesses')).statusCode).toBe(shut(who));
  });

  it('and whom to reach: GAA and AVI of each organization, and the support', async () => {
    await settled('reader');
    const mine = (await door.ask('reader', 'GET', '/mine')).json();
    expect(mine).toMatchObject({
      managers: [{ name: 'Personne gaa', organizationName: 'Organisme clinic', email: 'gaa@example.org' }],
      verifiers: [{ name: 'Personne avi' }, { name: 'Personne other-avi' }],
      support: { keysPhone: '1 800 555-0101' },
      placeNames: { clinic: 'Lieu clinic' },
      conditions: { source: expect.stringContaining('Obligations des intervenants autorisés') },
    });
  });
});
