import { lookup } from 'node:dns';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hour, minute, type NoticeHouse, noticeHouse } from '../testing/notice-house.ts';
import { pushService } from '../testing/push-service.ts';
import { type VapidKeys, vapidKeys } from './vapid.ts';
import { pushSender } from './web-push.ts';

const data = mkdtempSync(join(tmpdir(), 'continuum-push-'));
let house: NoticeHouse;
let service: Awaited<ReturnType<typeof pushService>>;
let keys: VapidKeys;
/** What the push service answers, by path. */
const answers = new Map<string, number>();

type Options = Partial<Parameters<typeof pushSender>[0]>;
const sender = (options: Options = {}) =>
  pushSender({
    ...{ keys, subject: 'mailto:continuum@example.org', services: [service.name], ca: service.ca },
    ...{ lookup: lookup as Options['lookup'] & object, ...options },
  });
const turnOn = (path: string, more: object = {}) =>
  house.ask('POST', '/anne/devices', { ...service.subscription(path), language: 'fr', ...more });
const devices = async () => (await house.ask('GET', '/anne')).body.devices;

beforeAll(async () => {
  service = await pushService(path => answers.get(path));
  keys = await vapidKeys(data);
  house = await noticeHouse({ key: keys.publicKey, services: [service.name] });
}, 60_000);
beforeEach(async () => {
  await house.empty();
  answers.clear();
  service.received.length = 0;
  house.at.senders = { push: sender() };
});
afterAll(async () => {
  await house?.close();
  await service?.close();
  rmSync(data, { recursive: true, force: true });
});

describe('a message to a browser', () => {
  it('is read by that browser alone, and signed by the key of the platform', async () => {
    await sender()(service.subscription('/a'), 'Dossier consulté');
    const [got, ...more] = service.received;
    expect(more).toEqual([]);
    expect(got).toMatchObject({ path: '/a', text: 'Dossier consulté', key: keys.publicKey });
    expect(got!.octets.toString('latin1')).not.toContain('Dossier');
    expect(got!.claims).toMatchObject({
      aud: `https://${service.name}`,
      sub: 'mailto:continuum@example.org',
    });
    expect(Number(got!.ttl)).toBeGreaterThan(86_400);
  });

  it.each([
    [404, 'refused'],
    [410, 'refused'],
    [400, 'address'],
    [403, 'gateway'],
    [413, 'address'],
    [429, 'gateway'],
    [503, 'gateway'],
    // A redirect is not followed.
    [302, 'gateway'],
  ])('that is answered %i is not taken: %s', async (status, of) => {
    answers.set('/a', status);
    await expect(sender()(service.subscription('/a'), 'x')).rejects.toMatchObject({ of });
  });

  it('goes to no service but those of the list, to no certificate that is not trusted, and not where the guard says no', async () => {
    const to = service.subscription('/a');
    await expect(sender({ services: ['other.example'] })(to, 'x')).rejects.toMatchObject({ of: 'refused' });
    await expect(sender({ ca: undefined })(to, 'x')).rejects.toMatchObject({ of: 'gateway' });
    const guard: Options['lookup'] = (_name, _options, done) => done(new Error('not to be reached'), []);
    await expect(sender({ lookup: guard })(to, 'x')).rejects.toMatchObject({ of: 'gateway' });
    expect(service.received).toEqual([]);
  });

  it('whose keys are no point of the curve is never sent', async () => {
    const p256dh = Buffer.alloc(65, 4).toString('base64url');
    await expect(sender()({ ...service.subscription('/a'), p256dh }, 'x')).rejects.toMatchObject({
      of: 'refused',
    });
  });
});

it('the key is made once, for its owner alone', async () => {
  expect(await Promise.all([vapidKeys(data), vapidKeys(data)])).toEqual([keys, keys]);
  expect(statSync(join(data, 'keys', 'vapid.json')).mode & 0o777).toBe(0o600);
});

describe('a browser of a person', () => {
  it('is listed by names of a list, without its endpoint, and is turned off', async () => {
    const { status, body } = await turnOn('/a');
    expect(status).toBe(200);
    expect(body.devices).toEqual([{ id: expect.any(String), name: '?', added: expect.any(String) }]);
    expect(JSON.stringify(body)).not.toContain('https://');
    const { id } = body.devices[0]!;
    expect((await house.ask('DELETE', `/anne/devices/${id}`)).status).toBe(200);
    expect(await devices()).toEqual([]);
    expect((await house.ask('DELETE', `/anne/devices/${id}`)).status).toBe(404);
  });

  it.each([
    ['https://169.254.169.254/latest/meta-data', 422],
    ['http://localhost/x', 422],
    ['https://push.example/x', 422],
  ])('whose endpoint is %s is refused', async (endpoint, status) => {
    expect((await turnOn('/a', { endpoint })).status).toBe(status);
    expect(await devices()).toEqual([]);
  });

  it('with keys of another shape is refused', async () => {
    expect((await turnOn('/a', { p256dh: 'x' })).status).toBe(400);
    expect((await turnOn('/a', { auth: 'x' })).status).toBe(400);
  });

  it('is nobody else’s to turn on or off', async () => {
    const { body } = await turnOn('/a');
    house.at.caller = { ...house.at.caller, id: 'Patient/luc', usagers: ['luc'] };
    expect((await turnOn('/b')).status).toBe(403);
    expect((await house.ask('DELETE', `/luc/devices/${body.devices[0]!.id}`)).status).toBe(404);
  });

  it('that somebody else signs in to tells who was there before nothing more', async () => {
    await turnOn('/a');
    house.at.caller = { ...house.at.caller, id: 'Patient/luc', usagers: ['luc'] };
    const subscription = { ...service.subscription('/a'), language: 'fr' };
    expect((await house.ask('POST', '/luc/devices', subscription)).status).toBe(200);
    house.at.caller = { ...house.at.caller, id: 'Patient/anne', usagers: ['anne', 'lea'] };
    expect(await devices()).toEqual([]);
  });

  it('cannot be turned on where nothing is pushed', async () => {
    const closed = await house.open(['email']);
    const given = { ...service.subscription('/a'), language: 'fr' };
    expect((await house.askAt(closed, 'POST', '/anne/devices', given)).status).toBe(503);
    await closed.close();
  });
});

describe('a notice in browsers', () => {
  const choosePush = () => house.choose({ channels: ['push'] });

  it('needs one that is turned on', async () => {
    expect(await choosePush()).toMatchObject({ status: 409 });
  });

  it('is told in each, and says that the record was opened, neither by whom nor what of it', async () => {
    await turnOn('/a');
    await turnOn('/b');
    expect((await choosePush()).status).toBe(200);
    await house.look('anne');
    house.at.ahead = 3 * minute;
    await Promise.all([house.work(), house.work()]);
    expect(service.received.map(({ path }) => path).toSorted()).toEqual(['/a', '/b']);
    expect(JSON.parse(service.received[0]!.text)).toEqual({
      body: 'Votre dossier de santé a été consulté. Pour voir par qui et pourquoi, connectez-vous au Carnet.',
      ...{ language: 'fr', page: 'accesses' },
    });
  });

  it('that is gone gets nothing more, and is not listed', async () => {
    await turnOn('/a');
    await choosePush();
    await house.look('anne');
    answers.set('/a', 410);
    house.at.ahead = 3 * minute;
    await house.work();
    expect(await devices()).toEqual([]);
  });

  it('waits when the push service is away', async () => {
    await turnOn('/a');
    await choosePush();
    await house.look('anne');
    answers.set('/a', 503);
    house.at.ahead = 3 * minute;
    await house.work();
    expect(await devices()).toHaveLength(1);
    answers.clear();
    house.at.ahead = 5 * hour;
    await house.work();
    expect(service.received).toHaveLength(1);
  });
});
