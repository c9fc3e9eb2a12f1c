import { createPublicKey, KeyObject, X509Certificate } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectMllp } from '@continuum/exchange-hl7v2-mllp';
import { type Issued, issue, type Listed, makeCrl, makeHouse } from '@continuum/trust-signature/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClientRevocation } from './client-revocation.ts';
import { readSettings } from './settings.ts';
import { securedApplication } from './testing/secured-application.ts';

type World = Awaited<ReturnType<typeof securedApplication>>;
type Server = Awaited<ReturnType<World['start']>>;

const folder = mkdtempSync(join(tmpdir(), 'continuum-crl-'));
const files = { TLS_CLIENT_CA: join(folder, 'ca.pem'), TLS_CLIENT_CRL: join(folder, 'lists.pem') };
const hour = 3_600_000;
const at = (ms: number): Date => new Date(Date.now() + ms);

let world: World;
let server: Server;
/** Another authority, as an establishment has one: a root, and who issues under it. */
let root: Issued;
let authority: Issued;
let clinic: Issued;

const pemOf = (der: Buffer): string =>
  `-----BEGIN X509 CRL-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END X509 CRL-----\n`;
const inForce = { thisUpdate: at(-hour), nextUpdate: at(24 * hour) };

const listOf = (
  issuer: Issued,
  revoked: readonly Issued[] = [],
  more: Partial<Listed> = {},
): Promise<Buffer> =>
  makeCrl(issuer, {
    ...{ ...inForce, entries: revoked.map(certificate => ({ certificate, at: at(-60_000), reason: 1 })) },
    ...more,
  });

/** As an operator renews the file: whole, or not at all. */
function keep(...lists: (Buffer | string)[]): void {
  const parts = lists.map(it => (typeof it === 'string' ? it : pemOf(it)));
  writeFileSync(`${files.TLS_CLIENT_CRL}.new`, parts.join(''));
  renameSync(`${files.TLS_CLIENT_CRL}.new`, files.TLS_CLIENT_CRL);
}

const forClient = (wanted: Parameters<typeof issue>[0]) =>
  issue({ purposes: ['1.3.6.1.5.5.7.3.2'], ...wanted });
const shown = ({ pem, keys }: Issued, ...chain: Issued[]) => ({
  cert: [pem, ...chain.map(it => it.pem)].join('\n'),
  key: KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }) as string,
});

/** Registers the key of a certificate as a system's own. */
const enrol = (clientId: string, certificate: Issued, more = {}) => {
  const jwk = createPublicKey(certificate.pem).export({ format: 'jwk' });
  return world.enrol(clientId, { jwks: { keys: [{ ...jwk, kid: 'one' }] }, ...more });
};

beforeAll(async () => {
  world = await securedApplication();
  ({ root, authority } = await makeHouse());
  clinic = await forClient({ subject: 'CN=clinique', issuer: authority });
  writeFileSync(files.TLS_CLIENT_CA, root.pem + authority.pem);
  keep(await listOf(root), await listOf(authority));
  server = await world.start(files);
  await enrol('clinique', clinic);
});
afterAll(async () => {
  await world?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A token over a connection that shows it, and what asks for a resource with it. */
async function connected(clientId: string, certificate: Issued, ...chain: Issued[]) {
  const connection = world.connect(shown(certificate, ...chain), server);
  const token = await connection.token({ client_id: clientId });
  const headers = { authorization: `Bearer ${token.json().access_token}` };
  return { token: token.status, read: () => connection.send('GET', '/fhir/R4/Patient?_count=1', headers) };
}

describe('a certificate of another authority, under TLS_CLIENT_CRL (RFC 5280 §6.3)', () => {
  it('counts while the lists in force do not name it', async () => {
    const { token, read } = await connected('clinique', clinic, authority);
    expect([token, (await read()).status]).toEqual([200, 200]);
  });

  it('is refused from the next request on when the file is renewed with it, on the connection that is open, and comes back with it', async () => {
    const { read } = await connected('clinique', clinic, authority);
    expect((await read()).status).toBe(200);
    keep(await listOf(root), await listOf(authority, [clinic]));
    expect(await read()).toMatchObject({ status: 401, reused: true });
    const again = await connected('clinique', clinic, authority);
    expect(again.token).toBe(401);
    keep(await listOf(root), await listOf(authority));
    expect((await read()).status).toBe(200);
  });

  it('is refused when the authority that issued it was revoked by its own', async () => {
    const { read } = await connected('clinique', clinic, authority);
    keep(await listOf(root, [authority]), await listOf(authority));
    expect((await read()).status).toBe(401);
    keep(await listOf(root), await listOf(authority));
    expect((await read()).status).toBe(200);
  });

  it('is refused when a revoked authority certifies itself, to end its path there', async () => {
    const itself = await issue({ subject: authority.subject, isAuthority: true, keys: authority.keys });
    keep(await listOf(root, [authority]), await listOf(authority));
    const { token } = await connected('clinique', clinic, itself, authority);
    expect(token).toBe(401);
    keep(await listOf(root), await listOf(authority));
  });

  it.each<[string, () => Promise<(Buffer | string)[]>]>([
    ['its authority’s list is missing', async () => [await listOf(root)]],
    ['the root’s list is missing', async () => [await listOf(authority)]],
    [
      'its authority’s list has ended',
      async () => [await listOf(root), await listOf(authority, [], { nextUpdate: at(-60_000) })],
    ],
    [
      'its authority’s list is of tomorrow',
      async () => [await listOf(root), await listOf(authority, [], { thisUpdate: at(hour) })],
    ],
    [
      'another authority of the same name signed the list',
      async () => [
        await listOf(root),
        await listOf(await issue({ subject: authority.subject, isAuthority: true, issuer: root })),
      ],
    ],
  ])('is refused when %s', async (_, lists) => {
    const { read } = await connected('clinique', clinic, authority);
    keep(...(await lists()));
    expect((await read()).status).toBe(401);
    keep(await listOf(root), await listOf(authority));
    expect((await read()).status).toBe(200);
  });

  it('stands by the lists of before while the file is not whole, and goes by the new ones once it is', async () => {
    const { read } = await connected('clinique', clinic, authority);
    const whole = pemOf(await listOf(root)) + pemOf(await listOf(authority, [clinic]));
    keep(whole.slice(0, whole.length - 40));
    expect((await read()).status).toBe(200);
    keep(whole);
    expect((await read()).status).toBe(401);
    keep(await listOf(root), await listOf(authority));
  });

  it('is refused once the lists have ended, though nothing changed, and the log says which', async () => {
    const said: string[] = [];
    const log = { error: (_: object, text: string) => said.push(text), info: () => undefined };
    const settings = readSettings(files);
    const stands = (await openClientRevocation(settings, log as never))!;
    const foreign = new X509Certificate(clinic.pem);
    expect(await stands(foreign, at(0))).toBe(true);
    expect(await stands(foreign, at(25 * hour))).toBe(false);
    expect(said).toEqual([
      expect.stringMatching(/^TLS_CLIENT_CRL: the list of Authority ended .*Z; .*mended$/),
    ]);
  });

  it('bears on MLLP too', async () => {
    const profile = 'laboratory-system';
    await enrol('labo', clinic, { profile, senders: [{ application: 'SIL', facility: 'EST' }] });
    const tls = { ca: world.root, ...shown(clinic, authority) };
    const client = await connectMllp({ port: server.mllpPort, tls });
    const send = async (control: string) =>
      Buffer.from(
        await client.send(
          `MSH|^~\\&|SIL|EST|C|R|20260301101500-0500||ORU^R01^ORU_R01|${control}|P|2.5.1\r` +
            'PID|1||TREM04121925^^^RAMQ^JHN||Tremblay^Mathieu||20041219|M\rOBR|1|||718-7^Hb^LN\r' +
            'OBX|1|NM|718-7^Hb^LN||140|g/L|||||F|||20260301100000-0500\r',
        ),
      ).toString();
    expect(await send('C1')).toContain('MSA|AA');
    keep(await listOf(root), await listOf(authority, [clinic]));
    expect(await send('C2')).toContain('MSA|AR');
    await client.close();
    keep(await listOf(root), await listOf(authority));
  });

  it('does not bear on certificates of the platform’s own authority', async () => {
    const own = await world.enrol('propre');
    keep(await listOf(root));
    const answer = await world.connect(own.shown, server).token({ client_id: 'propre' });
    expect(answer.status).toBe(200);
    keep(await listOf(root), await listOf(authority));
  });
});

describe('the settings', () => {
  it('an authority between the root and the certificate that is not in TLS_CLIENT_CA is told, and closes the door', async () => {
    const said: string[] = [];
    const told = { error: (_: object, text: string) => said.push(text), info: () => undefined } as never;
    const TLS_CLIENT_CA = join(folder, 'root.pem');
    writeFileSync(TLS_CLIENT_CA, root.pem);
    const stands = (await openClientRevocation(readSettings({ ...files, TLS_CLIENT_CA }), told))!;
    expect(await stands(new X509Certificate(clinic.pem), at(0))).toBe(false);
    expect(said).toEqual([
      expect.stringContaining('the certificate of CN=Authority is not in TLS_CLIENT_CA'),
    ]);
  });

  const log = { error: () => undefined, info: () => undefined } as never;
  it.each<[string, string, Record<string, string>]>([
    ['is missing outside the demonstration', 'it is missing', { CONTINUUM_DEMO: '0', TLS_CLIENT_CRL: '' }],
    ['is not there', 'cannot be used', { TLS_CLIENT_CRL: join(folder, 'none') }],
    ['is no list', 'cannot be used', { TLS_CLIENT_CRL: files.TLS_CLIENT_CA }],
  ])('a file that %s is told with the mend', async (_, problem, more) => {
    const opening = openClientRevocation(readSettings({ ...files, ...more }), log);
    await expect(opening).rejects.toThrow(`TLS_CLIENT_CRL: `);
    await expect(opening).rejects.toThrow(problem);
  });

  it('one list may be in DER', async () => {
    const path = join(folder, 'one.crl');
    writeFileSync(path, await listOf(root));
    expect(await openClientRevocation(readSettings({ ...files, TLS_CLIENT_CRL: path }), log)).toBeDefined();
  });
});
