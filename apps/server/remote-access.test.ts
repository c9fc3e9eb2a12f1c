import { inForceOf } from '@continuum/governance-authorization';
import { type SessionKey, sessionKey, toAth } from '@continuum/registries-credential/testing';
import { functionSystem, providerSystem } from '@continuum/registries-practitioner';
import { type Actor, platformActor, usualPurpose } from '@continuum/trust-access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RealApplication, realApplication } from './testing/real-application.ts';

const home = '203.0.113.7';
const pin = '246810';
let at: RealApplication;
let url: string;

const by = { actor: platformActor, origin: { request: 'test', address: 'local', channel: 'cli' } };
const hospital: Actor = {
  ...{ kind: 'system', id: 'Device/h', name: 'h', profile: 'hospital-system' },
  source: { id: 'h', registersUsagers: true },
  credential: { kind: 'client-assertion', id: 'h' },
};

const coded = (system: string, code: string) => ({ coding: [{ system, code }] });
const upsert = (resource: { resourceType: string; id: string } & Record<string, unknown>) => ({
  ...{ verb: 'upsert' as const, resource },
});

/** Somebody who practises at an organization, with a key and an authorization in force there. */
async function intervenant(
  id: string,
  more: { member?: boolean; profile?: 'physician' | 'operations' } = {},
) {
  const { member = true, profile = 'physician' } = more;
  const access = at.rooms.gate.open(hospital, usualPurpose(hospital.profile), by.origin);
  const { outcome } = await access.write([
    upsert({ resourceType: 'Organization', id: `o-${id}`, name: `Clinique ${id}`, active: true }),
    upsert({
      ...{ resourceType: 'Location', id: `l-${id}`, name: `Lieu ${id}`, status: 'active' },
      managingOrganization: { reference: `Organization/o-${id}` },
    }),
    upsert({
      ...{ resourceType: 'Practitioner', id, active: true, name: [{ text: `Personne ${id}` }] },
      ...(member && {
        qualification: [
          { identifier: [{ system: 'urn:licence', value: '12345' }], code: coded(providerSystem, 'MD') },
        ],
      }),
    }),
    upsert({
      ...{ resourceType: 'PractitionerRole', id, active: true },
      practitioner: { reference: `Practitioner/${id}` },
      organization: { reference: `Organization/o-${id}` },
      code: [coded(functionSystem, 'staff')],
    }),
  ]);
  expect(outcome).toBe('written');
  const holder = { userName: id, holder: `Practitioner/${id}`, name: `Personne ${id}`, pin };
  await at.rooms.demonstrationKeys!.enrol(holder);
  const asked = { practitioner: id, organization: `o-${id}`, profile, email: 'x@example.org' };
  expect(await at.rooms.authorizations.establish(asked, by)).toHaveProperty('done');
  return id;
}

type Method = 'GET' | 'POST';

/** A browser at an address, with a device key that lasts. */
function browserAt(address: string, device: SessionKey | null = sessionKey()) {
  const key = sessionKey();
  let cookie = '';
  let ath: string | undefined;
  const send = (method: Method, path: string, body?: object, from = address) =>
    at.app.inject({
      ...{ method, url: path, remoteAddress: from },
      headers: {
        ...{ cookie, host: new URL(url).host, 'continuum-session': 'clinician' },
        dpop: key.prove(method, `${url}${path}`, ath),
        ...(device && { 'continuum-device': device.prove(method, `${url}${path}`, toAth(key.thumbprint)) }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { payload: JSON.stringify(body) }),
    });
  const assert = async (userName: string, challenge: string) =>
    (await send('POST', `/demo/keys/${userName}/assertions`, { challenge, pin })).json();
  return {
    send,
    assert,
    device,
    async signIn(userName: string) {
      const asked = { userName, thumbprint: key.thumbprint };
      const { challenge } = (await send('POST', '/api/session/challenge', asked)).json();
      const assertion = await assert(userName, challenge);
      const entered = await send('POST', '/api/session/clinician', { assertion });
      expect(entered.statusCode, entered.body).toBe(200);
      cookie = String(entered.headers['set-cookie']).split(';')[0]!;
      ath = entered.json().ath;
      return entered.json() as { role: string; remote?: string };
    },
    search: (from = address) =>
      send('POST', '/api/patient/search', { family: 'Roy', birthDate: '1980-01-01' }, from),
  };
}
type Browser = ReturnType<typeof browserAt>;

async function proposal(id: string, more: object = {}) {
  const [authorization] = await inForceOf(at.database.service, `Practitioner/${id}`, new Date());
  return {
    ...{ authorization: authorization!.id, place: `l-${id}`, kind: 'home', municipality: 'Rimouski' },
    ...{ deviceName: 'Portable du bureau', conditions: '2022-07', ...more },
  };
}

async function declare(browser: Browser, id: string, more: object = {}) {
  const prepared = await browser.send('POST', '/api/remote-access/declarations', await proposal(id, more));
  expect(prepared.statusCode, prepared.body).toBe(200);
  const { challenge, statement } = prepared.json();
  const assertion = await browser.assert(id, challenge);
  const signed = await browser.send('POST', '/api/remote-access/signature', { challenge, assertion });
  return { signed, statement, challenge, assertion };
}

interface Line {
  who: { reference: string; profile: string; remote?: { at: string; declaration?: string } };
  action: string;
  outcome: string;
  reason?: string;
  interaction?: string;
}
async function linesOf(id: string): Promise<Line[]> {
  const rows = await at.database.asOwner('SELECT entry FROM record.journal ORDER BY at');
  const lines = rows.map(({ entry }) => JSON.parse(String(entry)) as Line);
  return lines.filter(({ who }) => who.reference === `Practitioner/${id}`);
}

beforeAll(async () => {
  at = await realApplication();
  url = at.rooms.settings.publicUrl;
}, 60_000);
afterAll(() => at?.close());

describe('from where somebody comes in', () => {
  it('at a usual place they are who they are; what was opened there is carried nowhere else', async () => {
    const id = await intervenant('usual');
    const browser = browserAt('127.0.0.1');
    expect(await browser.signIn(id)).toMatchObject({ role: 'physician' });
    expect((await browser.search()).statusCode).toBe(200);
    expect((await browser.search(home)).statusCode).toBe(401);
    expect((await browser.search()).statusCode).toBe(200);
    expect((await linesOf(id)).filter(({ who }) => who.remote)).toEqual([]);
  });

  it('from elsewhere, on a device that nobody declared, the record is closed, it is journalled, and one’s own pages are open', async () => {
    const id = await intervenant('stranger');
    const browser = browserAt(home);
    expect(await browser.signIn(id)).toMatchObject({ role: 'none', remote: 'undeclared' });
    const refused = await browser.search();
    expect([refused.statusCode, refused.body]).toEqual([403, expect.stringContaining('not declared')]);
    const denied = (await linesOf(id)).filter(({ outcome }) => outcome === 'denied');
    expect(denied[0]).toMatchObject({ reason: 'remote-undeclared', who: { remote: { at: 'undeclared' } } });
    for (const own of [
      '/api/session',
      '/api/session/open',
      '/api/credential/keys',
      '/api/authorization/mine',
      '/api/remote-access/mine',
    ])
      expect([own, (await browser.send('GET', own)).statusCode]).toEqual([own, 200]);
  });

  it('the staff too: from an unknown place nobody manages anything', async () => {
    const id = await intervenant('pilote', { profile: 'operations', member: false });
    const browser = browserAt(home);
    expect(await browser.signIn(id)).toMatchObject({ remote: 'undeclared' });
    for (const path of ['/api/authorization/designations', '/api/remote-access/networks'])
      expect([path, (await browser.send('GET', path)).statusCode]).toEqual([path, 403]);
    const network = { organization: 'o-pilote', network: '203.0.113.0/24', label: 'Chez moi' };
    expect((await browser.send('POST', '/api/remote-access/networks', network)).statusCode).toBe(403);
    const there = await browser.send('POST', '/api/remote-access/declarations', await proposal(id));
    expect([there.statusCode, there.body]).toEqual([422, expect.stringContaining('ordre professionnel')]);
  });

  it('a network that the organization registers is a usual place, until it ends', async () => {
    const pilote = await intervenant('office', { profile: 'operations', member: false });
    const id = await intervenant('clinician');
    const office = browserAt('127.0.0.1');
    await office.signIn(pilote);
    const asked = { organization: `o-${id}`, network: '198.51.100.0/24', label: 'Clinique' };
    for (const network of ['0.0.0.0/0', '10.0.0.1/8', 'x', '198.51.100.0/33'])
      expect(
        (await office.send('POST', '/api/remote-access/networks', { ...asked, network })).statusCode,
      ).toBe(422);
    const registered = await office.send('POST', '/api/remote-access/networks', asked);
    expect(registered.statusCode, registered.body).toBe(201);
    const there = browserAt('198.51.100.9');
    expect(await there.signIn(id)).toMatchObject({ role: 'physician' });
    expect((await there.search()).statusCode).toBe(200);
    // Another organization's people are at no usual place there.
    expect(await browserAt('198.51.100.9').signIn('usual')).toMatchObject({ remote: 'undeclared' });
    const { id: network } = registered.json();
    expect((await office.send('POST', `/api/remote-access/networks/${network}/end`)).statusCode).toBe(200);
    expect((await there.search()).statusCode).toBe(401);
  });
});

describe('a home that is declared', () => {
  it('opens the record on that device at once and later, and each access says so', async () => {
    const id = await intervenant('declares');
    const browser = browserAt(home);
    await browser.signIn(id);
    const { signed, statement } = await declare(browser, id);
    expect(signed.statusCode, signed.body).toBe(201);
    expect(signed.json()).toMatchObject({ admitted: true, deviceName: 'Portable du bureau' });
    expect(signed.body).not.toContain(browser.device!.thumbprint);
    expect(JSON.parse(statement)).toMatchObject({
      ...{ who: { reference: `Practitioner/${id}` }, usualPlace: { name: `Lieu ${id}` } },
      device: { key: browser.device!.thumbprint },
    });
    expect((await browser.search()).statusCode).toBe(200);
    const again = browserAt(home, browser.device);
    expect(await again.signIn(id)).toMatchObject({ role: 'physician', remote: 'home' });
    expect((await again.search()).statusCode).toBe(200);
    const declaration = signed.json().id;
    const looks = (await linesOf(id)).filter(
      ({ action, outcome }) => action === 'search' && outcome !== 'denied',
    );
    expect(looks.map(({ who }) => who.remote)).toEqual([
      { at: 'home', declaration },
      { at: 'home', declaration },
    ]);
    const entered = (await linesOf(id)).filter(({ interaction }) => interaction === 'sign-in');
    expect(entered.map(({ who }) => who.remote?.at)).toEqual(['undeclared', 'home']);
    // Another browser of the same home is another device.
    expect(await browserAt(home).signIn(id)).toMatchObject({ remote: 'undeclared' });
    // And the same device is nobody else's.
    expect(await browserAt(home, browser.device).signIn('usual')).toMatchObject({ remote: 'undeclared' });
  });

  it('is over at the next request once it is revoked, and it is not begun again', async () => {
    const id = await intervenant('revokes');
    const browser = browserAt(home);
    await browser.signIn(id);
    const { signed } = await declare(browser, id);
    expect((await browser.search()).statusCode).toBe(200);
    const elsewhere = browserAt('127.0.0.1');
    await elsewhere.signIn(id);
    const path = `/api/remote-access/declarations/${signed.json().id}/revocation`;
    const other = browserAt('127.0.0.1');
    await other.signIn('usual');
    expect((await other.send('POST', path)).statusCode).toBe(404);
    expect((await browser.search()).statusCode).toBe(200);
    expect((await elsewhere.send('POST', path)).statusCode).toBe(200);
    expect((await browser.search()).statusCode).toBe(401);
    expect((await elsewhere.send('POST', path)).statusCode).toBe(404);
    expect(await browserAt(home, browser.device).signIn(id)).toMatchObject({ remote: 'undeclared' });
  });

  it('ends with the authorization that it extends', async () => {
    const id = await intervenant('leaves');
    const browser = browserAt(home);
    await browser.signIn(id);
    await declare(browser, id);
    const [authorization] = await inForceOf(at.database.service, `Practitioner/${id}`, new Date());
    await at.database.service.query(
      `UPDATE service.access_authorization SET state = 'suspended' WHERE id = $1`,
      [authorization!.id],
    );
    expect((await browser.search()).statusCode).toBe(401);
  });

  it('goes on as a patient’s home when its holder says so; nothing is kept of whose', async () => {
    const id = await intervenant('visits');
    const browser = browserAt(home);
    await browser.signIn(id);
    const own = (await declare(browser, id)).signed.json().id;
    const refused = await proposal(id, { kind: 'patient-home' });
    expect((await browser.send('POST', '/api/remote-access/declarations', refused)).statusCode).toBe(422);
    const { signed } = await declare(browser, id, { kind: 'patient-home', municipality: undefined });
    expect(signed.json()).toMatchObject({ kind: 'patient-home', municipality: null });
    expect((await browser.send('GET', '/api/session')).json()).toMatchObject({ remote: 'patient-home' });
    const use = (one: string, by: Browser) => by.send('POST', `/api/remote-access/declarations/${one}/use`);
    expect((await use(own, browser)).statusCode).toBe(204);
    expect((await browser.send('GET', '/api/session')).json()).toMatchObject({ remote: 'home' });
    const stranger = browserAt(home);
    await stranger.signIn(id);
    expect((await use(own, stranger)).statusCode).toBe(404);
  });

  it.each([
    ['a place of somebody else', { place: 'l-usual' }, 'place:'],
    [
      'an authorization that is not theirs',
      { authorization: '00000000-0000-4000-8000-000000000000' },
      'place:',
    ],
    ['conditions that are no more', { conditions: '2020' }, 'conditions:'],
    ['no municipality', { municipality: ' ' }, 'municipality:'],
  ])('is refused with %s', async (_, more, field) => {
    const browser = browserAt(home);
    await browser.signIn('stranger');
    const answer = await browser.send(
      'POST',
      '/api/remote-access/declarations',
      await proposal('stranger', more),
    );
    expect([answer.statusCode, answer.body]).toEqual([422, expect.stringContaining(field)]);
  });

  it('is signed by its holder’s own key, over what was prepared in that session, once, on a device that shows its key', async () => {
    const id = 'stranger';
    const browser = browserAt(home);
    await browser.signIn(id);
    const prepare = async (from: Browser) =>
      from.send('POST', '/api/remote-access/declarations', await proposal(id));
    const one = (await prepare(browser)).json();
    const other = (await prepare(browser)).json();
    const sign = (from: Browser, challenge: string, assertion: unknown) =>
      from.send('POST', '/api/remote-access/signature', { challenge, assertion });
    const crossed = await sign(browser, one.challenge, await browser.assert(id, other.challenge));
    expect(crossed.statusCode).toBe(403);
    const late = await sign(browser, one.challenge, await browser.assert(id, one.challenge));
    expect(late.statusCode).toBe(409);
    const colleague = await sign(browser, other.challenge, await browser.assert('usual', other.challenge));
    expect(colleague.statusCode).toBe(403);
    const third = (await prepare(browser)).json();
    const elsewhere = browserAt(home);
    await elsewhere.signIn(id);
    const stolen = await sign(elsewhere, third.challenge, await browser.assert(id, third.challenge));
    expect(stolen.statusCode).toBe(409);
    const without = browserAt(home, null);
    await without.signIn(id);
    expect((await prepare(without)).statusCode).toBe(422);
    const kept = await at.database.asOwner(
      `SELECT count(*)::int AS kept FROM service.remote_declaration WHERE practitioner = '${id}'`,
    );
    expect(kept[0]).toMatchObject({ kept: 0 });
  });

  it('is kept as it was signed: the server’s role changes nothing of it, and deletes none', async () => {
    const { service } = at.database;
    for (const text of [
      `UPDATE service.remote_declaration SET municipality = 'x'`,
      'DELETE FROM service.remote_declaration',
      'DELETE FROM service.practice_network',
      `UPDATE service.practice_network SET network = '10.0.0.0/8'`,
    ])
      await expect(service.query(text)).rejects.toThrow(/permission denied/);
  });
});
