import { cast, refusal } from '@continuum/record-gate/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Listening, listening } from './testing/listening.ts';
import { readNotified } from './testing/receiver.ts';
import { glucose } from './testing/subscription-door.ts';

let at: Listening;

beforeAll(async () => {
  at = await listening();
});
afterEach(() => at.calm());
afterAll(() => at?.door.close());

describe('telling is a disclosure', () => {
  it('a refusal between the write and the sending: no event, and no gap', async () => {
    const id = await at.subscribed();
    await at.stop();
    await at.door.put(glucose('r1', 'u2', Math.random()));
    await at.door.put(glucose('r2', 'u1', Math.random()));
    await at.door.put(refusal('u2') as never);
    at.start();
    await at.hook.until(() => at.numbers().length === 1);
    expect([at.numbers(), at.foci()]).toEqual([[1], ['Observation/r2']]);
    await at.door.put(glucose('r3', 'u2', Math.random()));
    await at.door.put(glucose('r4', 'u1', Math.random()));
    await at.hook.until(() => at.numbers().length === 2);
    expect([at.numbers(), at.foci()]).toEqual([
      [1, 2],
      ['Observation/r2', 'Observation/r4'],
    ]);
    const status = await at.door.ask('hospital', `/Subscription/${id}/$status`);
    expect(status.body).toContain('"valueString":"2"');
    await at.door.put({ ...refusal('u2'), status: 'inactive' } as never);
  });

  it('a refusal between an attempt and the next one: the number that may have been heard comes without what it was about', async () => {
    await at.subscribed({ content: 'full-resource' });
    at.hook.state.status = 500;
    await at.door.put(glucose('a1', 'u3', Math.random()));
    await at.hook.until(() => at.numbers().length === 1);
    await at.stop();
    await at.door.put(refusal('u3') as never);
    at.hook.state.status = 200;
    const before = at.hook.events().length;
    at.start();
    await at.hook.until(() => at.hook.events().length > before);
    expect(at.hook.events().at(-1)).toMatchObject({ events: [{ number: 1 }], resources: [] });
    expect(at.hook.events().at(-1)!.events[0]!.focus).toBeUndefined();
    await at.door.put({ ...refusal('u3'), status: 'inactive' } as never);
  });

  it('the usager reads in the journal of each notification, written before it left', async () => {
    await at.subscribed();
    const before = (await at.door.journal()).length;
    await at.door.put(glucose('j1', 'u1', Math.random()));
    await at.hook.until(() => at.numbers().length === 1);
    const entries = (await at.door.journal())
      .slice(before)
      .filter(({ interaction }) => interaction === 'notification');
    expect(entries.map(({ usager }) => usager)).toEqual(['u1']);
    expect(JSON.parse(entries[0]!.entry)).toMatchObject({
      channel: 'subscription',
      purpose: { of: 'TREAT' },
      domains: ['laboratory'],
      counts: { Observation: 1 },
    });
  });

  it('a profile that has become narrower is told nothing more', async () => {
    const id = await at.subscribed({ topic: 'imaging-study' });
    at.systems.set('hopital-demo', { ...at.systems.get('labo-demo')!, id: 'Device/hopital-demo' });
    expect((await at.becomes(id, 'error')).error).toMatch(/no access to that part/);
    at.systems.set('hopital-demo', cast.hospital);
  });
});

describe('$events', () => {
  it('tells again what was told, by number; what is refused since comes without what it was about', async () => {
    const id = await at.subscribed();
    for (const usager of ['u1', 'u2', 'u3']) await at.door.put(glucose(`v-${usager}`, usager, Math.random()));
    await at.hook.until(() => at.numbers().length === 3);
    await at.door.put(refusal('u2') as never);
    const ask = async (query: string) =>
      readNotified((await at.door.ask('hospital', `/Subscription/${id}/$events?${query}`)).body);
    const all = await ask('');
    expect(all).toMatchObject({ type: 'query-event', count: 3 });
    expect(all.events).toEqual([
      { number: 1, focus: 'Observation/v-u1' },
      { number: 2 },
      { number: 3, focus: 'Observation/v-u3' },
    ]);
    const some = await ask('eventsSinceNumber=3&eventsUntilNumber=3&content=full-resource');
    expect(some.events.map(({ number }) => number)).toEqual([3]);
    expect(some.resources).toMatchObject([{ id: 'v-u3' }]);
    expect((await at.door.ask('other', `/Subscription/${id}/$events`)).statusCode).toBe(404);
    await at.door.put({ ...refusal('u2'), status: 'inactive' } as never);
  });
});
