import { dayOf } from '@continuum/standards-calendar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replayAll } from './replay.ts';
import { type WatchHouse, watchHouse } from './testing/watch-house.ts';
import { watch } from './watch.ts';

let house: WatchHouse;
beforeAll(async () => {
  house = await watchHouse();
  // The rules begin where the journal is now.
  await watch(house.deps);
}, 120_000);
afterAll(() => house?.close());

const alerts = () =>
  house.pool.query<{ rule: string; usager: string; entries: string[]; at: Date }>(
    'SELECT rule, usager, entries::text[] AS entries, at FROM service.surveillance_alert ORDER BY rule, key',
  );

describe('the watch over the journal', () => {
  it('raises what is new, once, with the entries that prove it', async () => {
    await house.look('gagnon', 'gagnon');
    await house.look('gagnon', 'anne');
    expect(await watch(house.deps)).toBeGreaterThan(0);
    const raised = await alerts();
    const looks = await house.accessesOf('gagnon');
    const own = looks.filter(({ actor }) => actor === 'Practitioner/gagnon').map(({ id }) => id);
    expect(raised).toMatchObject([{ rule: 'own-record', usager: 'gagnon', entries: own }]);
    // Its own reading may have been numbered meanwhile: a page more, of which nothing comes.
    await watch(house.deps);
    expect(await alerts()).toEqual(raised);
  });

  it('one entry at a time or all at once, by two processes: the same alerts', async () => {
    for (let look = 0; look < 3; look++) await house.look('gagnon', 'gagnon');
    const one = { ...house.deps, page: 1 };
    await Promise.all([watch(one), watch(house.deps), watch(one)]);
    const [alert] = await alerts();
    expect(await alerts()).toHaveLength(1);
    expect(alert!.entries).toHaveLength(4);
  });

  it('what was not committed is looked at again: nothing is lost, nothing is doubled', async () => {
    await house.look('gagnon', 'gagnon');
    const broken = {
      ...house.deps,
      pool: {
        ...house.pool,
        transaction: (async (work: never) =>
          house.pool.transaction(async tx => {
            await (work as (t: typeof tx) => Promise<unknown>)(tx);
            throw new Error('killed');
          })) as never,
      },
    };
    await expect(watch(broken)).rejects.toThrow('killed');
    expect((await alerts())[0]!.entries).toHaveLength(4);
    await watch(house.deps);
    expect((await alerts())[0]!.entries).toHaveLength(5);
  });

  it('reading the journal is in the journal, for compliance; a stretch with nothing of persons is not', async () => {
    const text = `SELECT entry FROM record.journal WHERE actor = 'Device/continuum-surveillance'`;
    const before = await house.database.asOwner<{ entry: string }>(text);
    expect(before.map(({ entry }) => JSON.parse(entry).purpose.of)).toContain('HCOMPL');
    await house.numbered();
    await watch(house.deps);
    await house.numbered();
    await watch(house.deps);
    expect(await house.database.asOwner(text)).toHaveLength(before.length);
  });
});

describe('a replay', () => {
  const today = dayOf(new Date());

  it('says what a rule would have raised, day by day, with a sample, and raises nothing', async () => {
    const raised = await alerts();
    const asked = await house.ask('ines', 'POST', '/rules/own-record/replays', {
      firstDay: today,
      lastDay: today,
    });
    expect(asked.status).toBe(201);
    expect(await replayAll(house.deps)).toBe(1);
    const { replays } = (await house.ask('ines', 'GET', '/rules/own-record/replays')).body;
    expect(replays[0]).toMatchObject({ state: 'done', doneDays: 1, perDay: [{ day: today, alerts: 1 }] });
    expect(replays[0].sample[0]).toMatchObject({ rule: 'own-record', usager: 'gagnon' });
    expect(await alerts()).toEqual(raised);
  });

  it('is cancelled, and keeps to what it had found', async () => {
    const asked = await house.ask('ines', 'POST', '/rules/volume/replays', {
      firstDay: today,
      lastDay: today,
    });
    const { status, body } = await house.ask('ines', 'POST', `/replays/${asked.body.id}/cancel`, {});
    expect([status, body.state]).toEqual([200, 'cancelled']);
    expect(await replayAll(house.deps)).toBe(0);
  });

  it('comes before a rule that is off is turned on; who, when and why are kept', async () => {
    const on = { state: 'on', reason: 'essai concluant' };
    await house.ask('ines', 'POST', '/rules/remote-undeclared', { ...on, state: 'off' });
    expect((await house.ask('ines', 'POST', '/rules/remote-undeclared', on)).status).toBe(409);
    await house.ask('ines', 'POST', '/rules/remote-undeclared/replays', { firstDay: today, lastDay: today });
    await replayAll(house.deps);
    const turned = await house.ask('ines', 'POST', '/rules/remote-undeclared', on);
    expect(turned.body).toMatchObject({ state: 'on', changed: { by: 'ines', reason: 'essai concluant' } });
  });

  it.each([
    [{ firstDay: today, lastDay: '2020-01-01' }, 422],
    [{ firstDay: today, lastDay: today, parameters: { least: -1 } }, 422],
    [{ firstDay: today, lastDay: today, parameters: { nothing: 1 } }, 422],
    [{ firstDay: 'yesterday', lastDay: today }, 400],
  ])('%j is refused', async (asked, status) => {
    expect((await house.ask('ines', 'POST', '/rules/volume/replays', asked)).status).toBe(status);
  });
});
