import { cast } from '@continuum/record-gate/testing';
import { validate } from '@continuum/standards-fhir';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Listening, listening } from './testing/listening.ts';
import { glucose } from './testing/subscription-door.ts';

let at: Listening;

beforeAll(async () => {
  at = await listening();
});
afterEach(() => at.calm());
afterAll(() => at?.door.close());

describe('R4 backport 1.1: a rest-hook', () => {
  it('is greeted, then told of what is new and changed, in order, with the headers that it asked for', async () => {
    const id = await at.subscribed({ content: 'full-resource', header: ['Authorization: Bearer secret-1'] });
    expect(at.hook.notified[0]).toMatchObject({ type: 'handshake', count: 0, events: [] });
    await at.door.put(glucose('o1', 'u1', 5.5));
    await at.hook.until(() => at.numbers().length === 1);
    await at.door.put(glucose('o1', 'u1', 6.25));
    await at.door.put(glucose('o2', 'u2'));
    await at.hook.until(() => at.numbers().length === 3);
    expect(at.numbers()).toEqual([1, 2, 3]);
    expect(at.foci()).toEqual(['Observation/o1', 'Observation/o1', 'Observation/o2']);
    expect(at.hook.events()[0]!.headers).toMatchObject({
      authorization: 'Bearer secret-1',
      'content-type': 'application/fhir+json; charset=utf-8',
    });
    expect(at.hook.events().flatMap(({ resources }) => resources)[1]).toMatchObject({
      valueQuantity: { value: 6.25 },
    });
    const issues = validate(at.hook.events()[0]!.bundle);
    expect(issues.filter(({ severity }) => severity !== 'information')).toEqual([]);
    const status = (await at.door.ask('hospital', `/Subscription/${id}/$status`)).json();
    expect(JSON.stringify(status)).toContain('"events-since-subscription-start","valueString":"3"');
  });

  it.each([
    ['empty', undefined, 0],
    ['id-only', 'Observation/c1', 0],
    ['full-resource', 'Observation/c1', 1],
  ])('of content %s says focus %s and sends %i resources', async (content, focus, resources) => {
    await at.subscribed({ content });
    await at.door.put(glucose('c1', 'u1', Math.random()));
    await at.hook.until(() => at.numbers().length === 1);
    expect(at.foci()).toEqual([focus]);
    expect(at.hook.events()[0]!.resources).toHaveLength(resources);
    expect(at.hook.events()[0]!.bundle.type).toBe('history');
  });

  it('is told of what its criteria select, and of nothing else', async () => {
    await at.subscribed({
      filters: ['Observation?patient=Patient/u1', 'Observation?code=http://loinc.org|2345-7'],
    });
    await at.door.put(glucose('f1', 'u2'));
    await at.door.put({
      ...glucose('f2', 'u1'),
      code: { coding: [{ system: 'http://loinc.org', code: '2823-3' }] },
    } as never);
    await at.door.put({ ...glucose('f3', 'u1'), category: [{ coding: [{ code: 'vital-signs' }] }] } as never);
    await at.door.put(glucose('f4', 'u1'));
    await at.hook.until(() => at.numbers().length === 1);
    expect(at.foci()).toEqual(['Observation/f4']);
  });

  it('gets so many events at once at most, and a heartbeat when nothing happens', async () => {
    await at.subscribed({ maxCount: 2, heartbeat: 1 });
    await at.stop();
    for (let n = 0; n < 5; n++) await at.door.put(glucose(`m${n}`, 'u1', Math.random()));
    at.start();
    await at.hook.until(() => at.hook.notified.some(({ type }) => type === 'heartbeat'));
    expect(at.hook.events().map(({ events }) => events.length)).toEqual([2, 2, 1]);
    expect(at.numbers()).toEqual([1, 2, 3, 4, 5]);
    expect(at.hook.notified.at(-1)).toMatchObject({ type: 'heartbeat', count: 5, events: [] });
  });

  it('that does not answer is tried again, later and later, then is in error; the client puts it right, and nothing is lost', async () => {
    const id = await at.subscribed();
    at.hook.state.status = 503;
    await at.door.put(glucose('e1', 'u1', Math.random()));
    const failed = await at.becomes(id, 'error');
    expect(failed.error).toBe('The endpoint answered 503.');
    expect(at.numbers()).toEqual([1, 1, 1, 1]);
    await at.door.put(glucose('e2', 'u1', Math.random()));
    at.hook.state.status = 200;
    await at.door.send('hospital', 'PUT', `/Subscription/${id}`, { ...failed, status: 'requested' });
    await at.becomes(id, 'active');
    await at.hook.until(() => at.numbers().includes(2));
    expect(at.numbers().slice(4)).toEqual([1, 2]);
  });

  it('that redirects is not followed', async () => {
    await at.listen();
    at.hook.state.status = 302;
    const id = await at.post({ endpoint: at.hook.url });
    at.start();
    expect((await at.becomes(id, 'error')).error).toMatch(/answered 302; redirects are not followed/);
    expect(at.hook.notified.every(({ type }) => type === 'handshake')).toBe(true);
  });

  it('ends at its end, and when its client may not connect any more', async () => {
    const id = await at.subscribed();
    const found = (await at.door.ask('hospital', `/Subscription/${id}`)).json();
    await at.door.send('hospital', 'PUT', `/Subscription/${id}`, {
      ...found,
      status: 'requested',
      end: '2020-01-01T00:00:00Z',
    });
    await at.becomes(id, 'off');
    at.systems.set('hopital-demo', undefined);
    const other = await at.post({ endpoint: at.hook.url });
    expect((await at.becomes(other, 'error')).error).toMatch(/may not connect any more/);
    at.systems.set('hopital-demo', cast.hospital);
  });
});
