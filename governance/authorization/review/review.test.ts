import { platformActor } from '@continuum/trust-access';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inForceOf } from '../in-force.ts';
import { atTheDoor, type Door } from '../testing/at-the-door.ts';
import { cast, origin, type Who, type Workplace, workplace } from '../testing/workplace.ts';

const start = new Date('2026-11-02T15:00:00Z');
let at: Workplace;
let door: Door;
const ids: Record<string, string> = {};

const inDays = (days: number): string =>
  new Date(start.getTime() + days * 86_400_000).toISOString().slice(0, 10);
const later = (days: number) => at.setNow(new Date(start.getTime() + days * 86_400_000));

/** Somebody of the clinic, in force, until a day if one is given. */
async function inForce(id: string, days?: number): Promise<void> {
  door.others[id] = await at.newcomer(id);
  const asked = { practitioner: id, organization: 'clinic', email: `${id}@example.org` };
  await at.authorizations.establish({ ...asked, profile: 'physician' }, { actor: platformActor, origin });
  const [authorization] = await inForceOf(at.pool, `Practitioner/${id}`, at.now());
  ids[id] = authorization!.id;
  const until = 'UPDATE service.access_authorization SET ends = $2 WHERE id = $1';
  if (days !== undefined) await at.pool.query(until, [ids[id], inDays(days)]);
}

/** An active key of theirs, whose certificate ends on a day. */
async function withKey(id: string, days: number): Promise<void> {
  const key = await at.keyOf(id);
  const text = 'UPDATE service.certificate SET expires = $2 WHERE serial = $1';
  await at.pool.query(text, [key.certificate, new Date(`${inDays(days)}T16:00:00Z`)]);
}

const rowsOf = async (who: string, url: string) => (await door.ask(who, 'GET', url)).json().rows;
const noticed = async (template: string) => {
  const text = `SELECT recipient || ' ' || concat_ws(' ', facts->>'days', facts->>'count') AS line
    FROM service.authorization_notice WHERE template = $1 ORDER BY 1`;
  return (await at.pool.query<{ line: string }>(text, [template])).map(({ line }) => line);
};
const everybody = [...(Object.keys(cast) as Who[]), 'soon', 'never'];
const shut = (who: string) => (who === 'nobody' ? 401 : 403);

beforeAll(async () => {
  at = await workplace();
  door = await atTheDoor(at);
  await inForce('never');
  await inForce('soon', 5);
  await inForce('month', 25);
  await inForce('season', 80);
  await inForce('year', 300);
  await inForce('keyed');
  await withKey('keyed', 20);
}, 120_000);
beforeEach(() => {
  at.setNow(start);
});
afterAll(async () => {
  await door?.close();
  await at?.close();
});

describe('what ends soon', () => {
  it('is listed, the nearest first, to the GAA of the organization and to AGA: searched, filtered, paged, exported', async () => {
    const expected = [
      ['soon', 'authorization-7', ['renew']],
      ['keyed', 'certificate-30', ['remind']],
      ['month', 'authorization-30', ['renew']],
      ['season', 'authorization-90', ['renew']],
    ];
    const rows: { practitioner: string; state: string; may: string[] }[] = await rowsOf('gaa', '/endings');
    expect(rows.map(({ practitioner, state, may }) => [practitioner, state, may])).toEqual(expected);
    expect((await rowsOf('aga', '/endings')).map((row: { may: string[] }) => row.may)).toEqual([
      ...[[], ['remind'], [], []],
    ]);
    expect(await rowsOf('otherGaa', '/endings')).toEqual([]);
    expect(await rowsOf('gaa', '/endings?state=authorization-30,certificate-30')).toHaveLength(2);
    expect(await rowsOf('gaa', '/endings?search=SEAS')).toMatchObject([{ practitioner: 'season' }]);
    const first = (await door.ask('gaa', 'GET', '/endings?count=3')).json();
    expect(await rowsOf('gaa', `/endings?count=3&cursor=${first.next}`)).toMatchObject([
      { practitioner: 'season' },
    ]);
    const file = await door.ask('gaa', 'GET', '/endings?format=csv');
    expect(file.body.split('\r\n')).toHaveLength(6);
    expect(file.body).toContain('"authorization","Organisme clinic","Personne soon","physician"');
    for (const who of everybody.filter(
      one => !['gaa', 'otherGaa', 'aga', 'secondAga', 'pilote'].includes(one),
    ))
      expect([who, (await door.ask(who, 'GET', '/endings')).statusCode]).toEqual([who, shut(who)]);
  });

  it('is told once at each threshold: to the person, and counted to their GAA', async () => {
    expect(await at.authorizations.review()).toMatchObject({ ended: 0, told: 4 });
    expect(await at.authorizations.review()).toMatchObject({ told: 0 });
    expect(await noticed('ending-authorization')).toEqual(['month 30', 'season 90', 'soon 7']);
    expect(await noticed('ending-certificate')).toEqual(['keyed 30']);
    expect(await noticed('endings')).toEqual(['gaa 30 2', 'gaa 7 1', 'gaa 90 1']);
  });

  it('is renewed from the list, by its GAA alone: a request like any other, until the day that was given', async () => {
    const url = `/authorizations/${ids.month}/renewal`;
    for (const who of everybody.filter(one => one !== 'gaa'))
      expect([who, (await door.ask(who, 'POST', url, { ends: '2027-11-30' })).statusCode]).toEqual([
        who,
        shut(who),
      ]);
    const answer = await door.ask('gaa', 'POST', url, { ends: '2027-11-30' });
    expect(answer.json()).toMatchObject({
      ...{ kind: 'change', state: 'submitted', practitioner: 'month', ends: '2027-11-30' },
      ...{ about: ids.month, profile: 'physician', email: 'month@example.org' },
    });
    const [row] = await rowsOf('gaa', '/endings?search=month');
    expect(row.renewal).toBe(start.toISOString());
    expect((await door.ask('gaa', 'POST', url, { ends: '2027-11-30' })).json().rule).toBe('under-way');
    const far = `/authorizations/${ids.year}/renewal`;
    expect((await door.ask('gaa', 'POST', far, { ends: '2028-01-01' })).statusCode).toBe(409);
    const nowhere = '/authorizations/00000000-0000-4000-8000-000000000000/renewal';
    expect((await door.ask('gaa', 'POST', nowhere, { ends: '2028-01-01' })).statusCode).toBe(403);
  });

  it('its holder alone asks the GAA for it, once a day', async () => {
    const url = `/authorizations/${ids.soon}/renewal-request`;
    for (const who of everybody.filter(one => one !== 'soon'))
      expect([who, (await door.ask(who, 'POST', url)).statusCode]).toEqual([who, shut(who)]);
    expect((await door.ask('soon', 'POST', url)).json()).toEqual({ ends: inDays(5) });
    expect((await door.ask('soon', 'POST', url)).json().rule).toBe('already-asked');
    expect(await noticed('renewal-asked')).toEqual(['gaa ']);
    expect((await rowsOf('gaa', '/endings?search=soon'))[0].asked).toBe(start.toISOString());
    expect((await door.ask('never', 'POST', `/authorizations/${ids.never}/renewal-request`)).statusCode).toBe(
      409,
    );
  });

  it('who holds a key is reminded of its certificate by GAA or AGA', async () => {
    const url = `/authorizations/${ids.keyed}/certificate-reminder`;
    const before = (await noticed('ending-certificate')).length;
    expect((await door.ask('keyed', 'POST', url)).statusCode).toBe(403);
    expect((await door.ask('aga', 'POST', url)).statusCode).toBe(200);
    expect((await door.ask('gaa', 'POST', url)).json().rule).toBe('already-asked');
    expect(await noticed('ending-certificate')).toHaveLength(before + 1);
  });

  it('what is over is said so by the platform, and stays', async () => {
    later(6);
    expect(await rowsOf('aga', '/authorizations?search=soon')).toMatchObject([{ state: 'in-force' }]);
    expect(await at.authorizations.review()).toMatchObject({ ended: 1 });
    expect(await at.authorizations.review()).toMatchObject({ ended: 0 });
    const [row] = await rowsOf('aga', '/authorizations?search=soon');
    expect(row).toMatchObject({ state: 'ended', ended: at.now().toISOString(), may: [] });
    const text = `SELECT event, by, office, before, after FROM service.authorization_event WHERE subject_id = $1 AND event = 'expire'`;
    expect(await at.pool.query(text, [ids.soon])).toEqual([
      { event: 'expire', by: platformActor.id, office: 'platform', before: 'in-force', after: 'ended' },
    ]);
    expect(await rowsOf('gaa', '/endings?search=soon')).toEqual([]);
    later(19);
    const before = (await noticed('ending-certificate')).length;
    expect(await at.authorizations.review()).toMatchObject({ told: 2 });
    expect(await noticed('ending-authorization')).toEqual(['month 30', 'month 7', 'season 90', 'soon 7']);
    expect(await noticed('ending-certificate')).toHaveLength(before + 1);
  });
});

describe('the review of who has access', () => {
  const openOf = (who: string) => rowsOf(who, '/reviews?state=open');
  it('is asked of each authorization after twelve months, once, and told to its GAA', async () => {
    await inForce('gaa');
    later(300);
    expect(await at.authorizations.review()).toMatchObject({ opened: 0 });
    later(370);
    expect(await at.authorizations.review()).toMatchObject({ opened: 3 });
    expect(await at.authorizations.review()).toMatchObject({ opened: 0 });
    expect(await noticed('review-opened')).toEqual(['gaa 3']);
    const rows: { practitioner: string; may: string[]; since: string }[] = await openOf('gaa');
    expect(rows.map(({ practitioner }) => practitioner).toSorted()).toEqual(['gaa', 'keyed', 'never']);
    for (const row of rows)
      expect(row).toMatchObject({ may: ['confirm', 'withdraw'], since: at.now().toISOString() });
    expect(await openOf('otherGaa')).toEqual([]);
  });

  it('is answered by GAA or AGA, dated and by name, never of one’s own access; what nobody answers stays with its age', async () => {
    later(380);
    const rows: { id: string; practitioner: string }[] = await openOf('gaa');
    const idOf = (practitioner: string) => rows.find(row => row.practitioner === practitioner)!.id;
    const to = (practitioner: string) => `/reviews/${idOf(practitioner)}/events`;
    const mayAnswer = ['gaa', 'aga', 'secondAga'];
    for (const who of everybody.filter(one => !mayAnswer.includes(one))) {
      at.events.length = 0;
      const { statusCode } = await door.ask(who, 'POST', to('never'), { event: 'confirm' });
      expect([who, statusCode]).toEqual([who, shut(who)]);
      expect(at.events).toMatchObject([{ action: 'attempt', outcome: 'denied' }]);
    }
    expect((await door.ask('gaa', 'POST', to('gaa'), { event: 'confirm' })).json().rule).toBe('same-person');
    expect((await door.ask('gaa', 'POST', to('never'), { event: 'confirm' })).json()).toMatchObject({
      ...{ state: 'confirmed', answeredByName: 'Personne gaa', since: at.now().toISOString() },
    });
    expect((await door.ask('aga', 'POST', to('never'), { event: 'confirm' })).statusCode).toBe(409);
    expect((await door.ask('gaa', 'POST', to('keyed'), { event: 'withdraw' })).json().rule).toBe('reason');
    const withdrawal = { event: 'withdraw', reason: 'N’est plus ici' };
    expect((await door.ask('gaa', 'POST', to('keyed'), withdrawal)).json().state).toBe('withdrawn');
    expect(await inForceOf(at.pool, 'Practitioner/keyed', at.now())).toEqual([]);
    expect(await openOf('aga')).toMatchObject([
      { practitioner: 'gaa', since: new Date(start.getTime() + 370 * 86_400_000).toISOString() },
    ]);
    const file = await door.ask('aga', 'GET', '/reviews?state=confirmed&format=csv');
    expect(file.body).toContain('"Personne never","physician","confirmed"');
  });

  it('lapses when the authorization ends otherwise', async () => {
    later(381);
    const asked = { organization: 'clinic', practitioner: 'gaa', reason: 'x' };
    expect((await door.ask('aga', 'POST', '/withdrawals', asked)).statusCode).toBe(201);
    expect(await openOf('aga')).toEqual([]);
    expect(await rowsOf('aga', '/reviews?state=lapsed')).toMatchObject([{ practitioner: 'gaa' }]);
  });
});
