import { execFile, spawnSync } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import type { DoorEvent } from '@continuum/record-gate';
import { platformActor } from '@continuum/trust-access';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrations } from '../index.ts';
import {
  type Authority,
  CertificateRefused,
  type CertificateRequest,
  createEncryptedKeys,
  isCertificateGood,
  openAuthority,
  openTokenKeys,
  pkiRoutes,
  readPassphrase,
} from './index.ts';

const run = promisify(execFile);
const publicUrl = 'https://sante.example';
const passphrase = 'une phrase que personne ne devine';
const by = {
  actor: { ...platformActor, id: 'Practitioner/gaa' },
  origin: { request: 'r1', address: '192.0.2.1', channel: 'api' },
};
const journalled: DoorEvent[] = [];
const journal = async (event: DoorEvent) => void journalled.push(event);
const hasOpenssl = existsSync('/usr/bin/openssl');

let database: TestDatabase;
let folder: string;
let authority: Authority;

const newPublicKey = (namedCurve = 'P-256'): Buffer =>
  generateKeyPairSync('ec', { namedCurve }).publicKey.export({ type: 'spki', format: 'der' });
const person = (change: Partial<CertificateRequest> = {}): CertificateRequest => ({
  profile: 'person',
  subject: 'Practitioner/p1',
  name: 'Dre Éloïse Démo',
  organization: 'CISSS de démonstration',
  publicKey: newPublicKey(),
  ...change,
});
const openIn = (pki: string) =>
  openAuthority({
    pool: database.service,
    folder: pki,
    keeper: createEncryptedKeys(pki, passphrase),
    ...{ publicUrl, journal, create: true },
  });
const temporary = () => mkdtemp(join(tmpdir(), 'continuum-pki-'));
const pemOf = (der: Buffer) => new X509Certificate(der).toString();

beforeAll(async () => {
  database = await testDatabase([migrations]);
  folder = await temporary();
  authority = await openIn(folder);
});
afterAll(async () => {
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

describe('the authority’s keys', () => {
  test('are encrypted files that their owner alone may read', async () => {
    expect((await readdir(folder)).sort()).toEqual([
      'issuing.key.pem',
      'issuing.pem',
      'root.key.pem',
      'root.pem',
    ]);
    for (const name of ['root', 'issuing']) {
      const path = join(folder, `${name}.key.pem`);
      expect(await readFile(path, 'utf8')).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    }
  });

  test('are made once: another process opens the same authority, without the root’s key', async () => {
    const elsewhere = await temporary();
    for (const file of ['issuing.key.pem', 'issuing.pem', 'root.pem'])
      await writeFile(join(elsewhere, file), await readFile(join(folder, file)));
    expect((await openIn(elsewhere)).chain).toBe(authority.chain);
    await rm(elsewhere, { recursive: true });
  });

  test('do not open with another passphrase; the error names the setting', async () => {
    const keeper = createEncryptedKeys(folder, 'une autre phrase, plus longue encore');
    await expect(
      openAuthority({ pool: database.service, folder, keeper, publicUrl, journal, create: true }),
    ).rejects.toThrow(/^CONTINUUM_CA_PASSPHRASE: it does not open .*issuing\.key\.pem/);
  });

  test('are not replaced when the folder is lost', async () => {
    const empty = await temporary();
    await expect(openIn(empty)).rejects.toThrow(/^CONTINUUM_DATA: .*root\.pem is missing: copy there/);
    expect(await readdir(empty)).toEqual([]);
    await rm(empty, { recursive: true });
  });

  test('are made by a decision, not by a start outside the demonstration', async () => {
    const [own, empty] = [await testDatabase([migrations]), await temporary()];
    const keeper = createEncryptedKeys(empty, passphrase);
    const opening = { pool: own.service, folder: empty, keeper, publicUrl, journal, create: false };
    await expect(openAuthority(opening)).rejects.toThrow(/npx continuum certificate authority/);
    expect(await readdir(empty)).toEqual([]);
    expect(await own.service.query('SELECT serial FROM service.certificate')).toEqual([]);
    await own.drop();
    await rm(empty, { recursive: true });
  });

  test('are not those of another authority', async () => {
    const [own, elsewhere] = [await testDatabase([migrations]), await temporary()];
    await openAuthority({
      pool: own.service,
      folder: elsewhere,
      keeper: createEncryptedKeys(elsewhere, passphrase),
      ...{ publicUrl, journal, create: true },
    });
    await expect(openIn(elsewhere)).rejects.toThrow(/another authority than the database/);
    await own.drop();
    await rm(elsewhere, { recursive: true });
  });

  test('ask for a passphrase, which only the demonstration invents, once', async () => {
    const demo = await temporary();
    await expect(readPassphrase(undefined, demo, { create: false })).rejects.toThrow(
      /^CONTINUUM_CA_PASSPHRASE: it is missing/,
    );
    const made = await readPassphrase(undefined, demo, { create: true });
    expect(made).toHaveLength(43);
    expect(await readPassphrase(undefined, demo, { create: true })).toBe(made);
    expect((await stat(join(demo, 'passphrase'))).mode & 0o777).toBe(0o600);
    await rm(demo, { recursive: true });
  });
});

describe('a certificate (RFC 5280)', () => {
  test('says whose key it is, what the key may do, and where to ask about it', async () => {
    const issued = await authority.issue(person(), by);
    const certificate = new X509Certificate(issued.der);
    expect(certificate.serialNumber.toLowerCase()).toBe(issued.serial.replace(/^(00)+/, ''));
    expect(certificate.subject).toBe(
      'C=CA\nO=CISSS de démonstration\nCN=Dre Éloïse Démo\nserialNumber=Practitioner/p1',
    );
    expect(certificate.subjectAltName).toBe(`URI:${publicUrl}/fhir/R4/Practitioner/p1`);
    expect(certificate.infoAccess).toContain(`OCSP - URI:${publicUrl}/pki/ocsp`);
    expect(certificate.ca).toBe(false);
    expect(certificate.verify(new X509Certificate(authority.chain).publicKey)).toBe(true);
    expect(await isCertificateGood(database.service, issued.serial, new Date())).toBe(true);
    expect(await isCertificateGood(database.service, issued.serial, issued.expires)).toBe(false);
  });

  test.each([
    ['a system under a person’s profile', { subject: 'Device/labo-demo' }, /^subject: /],
    ['nobody', { name: ' ' }, /^name: /],
    ['a person with hosts', { hosts: ['labo.example'] }, /^hosts: only a system/],
    [
      'a system whose host is none',
      { profile: 'system', subject: 'Device/x', hosts: ['http://x'] },
      /^hosts: "http:/,
    ],
    ['a key of another curve', { publicKey: newPublicKey('P-384') }, /^publicKey: .*P-256/],
    ['bytes that are no key', { publicKey: Buffer.from('non') }, /^publicKey: /],
  ] as const)('is refused to %s', async (_title, change, line) => {
    const asked = authority.issue(person(change as Partial<CertificateRequest>), by);
    await expect(asked).rejects.toThrow(CertificateRefused);
    await expect(asked).rejects.toThrow(line);
  });

  test('is never forgotten, nor what happened to it', async () => {
    const issued = await authority.issue(person({ subject: 'Practitioner/p2' }), by);
    await authority.revoke(issued.serial, 'keyCompromise', by);
    const events = await database.service.query(
      'SELECT event, reason, by FROM service.certificate_event WHERE serial = $1 ORDER BY id',
      [issued.serial],
    );
    expect(events).toEqual([
      { event: 'issued', reason: null, by: 'Practitioner/gaa' },
      { event: 'revoked', reason: 'keyCompromise', by: 'Practitioner/gaa' },
    ]);
    const about = `certificate ${issued.serial} of Practitioner/p2`;
    expect(journalled.slice(-2)).toMatchObject([
      { action: 'certificate-issue', about },
      { action: 'certificate-revoke', about, why: 'keyCompromise' },
    ]);
    await expect(database.service.query('DELETE FROM service.certificate')).rejects.toThrow(/permission/);
    await expect(database.service.query('DELETE FROM service.certificate_event')).rejects.toThrow(
      /permission/,
    );
  });

  test('is revoked once, for good', async () => {
    const { serial } = await authority.issue(person(), by);
    expect(await authority.revoke(serial, 'superseded', by)).toBe('Practitioner/p1');
    expect(await authority.revoke(serial, 'unspecified', by)).toBeUndefined();
    expect(await isCertificateGood(database.service, serial, new Date())).toBe(false);
    expect((await authority.list('Practitioner/p1')).find(each => each.serial === serial)).toMatchObject({
      reason: 'superseded',
    });
  });
});

const issuingSerial = () => new X509Certificate(authority.chain).serialNumber.toLowerCase().padStart(32, '0');

test('the authority’s own certificates are neither listed nor revoked like a holder’s', async () => {
  expect(await authority.revoke(issuingSerial(), 'unspecified', by)).toBeUndefined();
  expect((await authority.list()).map(({ profile }) => profile)).not.toContain('issuing');
});

describe('the revocation list (RFC 5280, §5)', () => {
  test('is the same until something changes, and its number only grows', async () => {
    const first = await authority.revocationList();
    expect((await authority.revocationList()).equals(first)).toBe(true);
    const { serial } = await authority.issue(person(), by);
    await authority.revoke(serial, 'keyCompromise', by);
    const second = await authority.revocationList();
    expect(second.includes(Buffer.from(serial.replace(/^(00)+/, ''), 'hex'))).toBe(true);
    const numbers = await database.service.query<{ number: string }>(
      'SELECT number FROM service.revocation_list ORDER BY this_update, number',
    );
    expect(numbers.map(({ number }) => Number(number))).toEqual(numbers.map((_, index) => index + 1));
  });

  test('is made once when many ask at the same time', async () => {
    const { serial } = await authority.issue(person(), by);
    await authority.revoke(serial, 'unspecified', by);
    const lists = await Promise.all(Array.from({ length: 8 }, () => authority.revocationList()));
    expect(new Set(lists.map(list => list.toString('hex'))).size).toBe(1);
  });
});

describe.skipIf(!hasOpenssl)('openssl', () => {
  let pki: string;
  let app: FastifyInstance;
  let address: string;

  beforeAll(async () => {
    pki = await temporary();
    app = fastify();
    await app.register(pkiRoutes(authority), { prefix: '/pki' });
    address = await app.listen({ port: 0, host: '127.0.0.1' });
    const get = async (path: string) =>
      Buffer.from(await (await fetch(`${address}/pki/${path}`)).arrayBuffer());
    await writeFile(join(pki, 'root.pem'), await get('root.pem'));
    await writeFile(join(pki, 'chain.pem'), await get('chain.pem'));
    await writeFile(join(pki, 'issuing.pem'), pemOf(await get('issuing.cer')));
  });
  afterAll(async () => {
    await app?.close();
    await rm(pki, { recursive: true, force: true });
  });

  const openssl = async (...args: string[]) => {
    const done = await run('openssl', args, { cwd: pki }).catch(
      (error: { stdout: string; stderr: string }) => error,
    );
    return `${done.stdout}${done.stderr}`;
  };
  const keepCrl = async () => {
    const list = Buffer.from(await (await fetch(`${address}/pki/crl`)).arrayBuffer());
    await writeFile(join(pki, 'crl.der'), list);
    await openssl('crl', '-inform', 'DER', '-in', 'crl.der', '-out', 'crl.pem');
  };
  const verify = async (purpose = 'sslclient') => {
    await keepCrl();
    const given = ['-CAfile', 'root.pem', '-untrusted', 'issuing.pem', '-CRLfile', 'crl.pem', '-crl_check'];
    return openssl('verify', '-x509_strict', '-purpose', purpose, ...given, 'leaf.pem');
  };
  const ask = (...how: string[]) =>
    openssl(
      'ocsp',
      ...[
        '-issuer',
        'issuing.pem',
        '-cert',
        'leaf.pem',
        '-CAfile',
        'root.pem',
        '-verify_other',
        'issuing.pem',
      ],
      ...['-url', `${address}/pki/ocsp`, ...how],
    );

  test('verifies a certificate with the chain and the list, and refuses it once it is revoked', async () => {
    const issued = await authority.issue(
      person({ profile: 'system', subject: 'Device/labo-demo', hosts: ['labo.example'] }),
      by,
    );
    await writeFile(join(pki, 'leaf.pem'), pemOf(issued.der));
    expect(await verify()).toBe('leaf.pem: OK\n');
    expect(await verify('sslserver')).toBe('leaf.pem: OK\n');
    await authority.revoke(issued.serial, 'keyCompromise', by);
    expect(await verify()).toContain('certificate revoked');
    expect(await openssl('crl', '-in', 'crl.pem', '-noout', '-text')).toMatch(/Key Compromise/);
  });

  test.each([
    ['sha1', []],
    ['sha256', []],
    ['sha1', ['-no_nonce']],
  ])('is told good, then revoked with the reason, by OCSP (%s %j)', async (digest, how) => {
    const issued = await authority.issue(person(), by);
    await writeFile(join(pki, 'leaf.pem'), pemOf(issued.der));
    const asked = () =>
      openssl(
        'ocsp',
        ...[`-${digest}`, '-issuer', 'issuing.pem', '-cert', 'leaf.pem', '-CAfile', 'root.pem'],
        ...['-verify_other', 'issuing.pem', '-url', `${address}/pki/ocsp`, ...how],
      );
    const good = await asked();
    expect(good).toContain('Response verify OK');
    expect(good).toContain('leaf.pem: good');
    expect(good).not.toContain('WARNING');
    await authority.revoke(issued.serial, 'affiliationChanged', by);
    const revoked = await asked();
    expect(revoked).toContain('leaf.pem: revoked');
    expect(revoked).toContain('Reason: affiliationChanged');
  });

  test('is told the same by GET (RFC 6960, appendix A.1)', async () => {
    const issued = await authority.issue(person(), by);
    await writeFile(join(pki, 'leaf.pem'), pemOf(issued.der));
    await openssl(
      'ocsp',
      '-issuer',
      'issuing.pem',
      '-cert',
      'leaf.pem',
      '-no_nonce',
      '-reqout',
      'request.der',
    );
    const request = encodeURIComponent((await readFile(join(pki, 'request.der'))).toString('base64'));
    const answer = await fetch(`${address}/pki/ocsp/${request}`);
    expect(answer.headers.get('content-type')).toBe('application/ocsp-response');
    await writeFile(join(pki, 'answer.der'), Buffer.from(await answer.arrayBuffer()));
    const text = await openssl(
      'ocsp',
      ...['-respin', 'answer.der', '-issuer', 'issuing.pem', '-cert', 'leaf.pem', '-CAfile', 'root.pem'],
      ...['-verify_other', 'issuing.pem', '-no_nonce'],
    );
    expect(text).toContain('leaf.pem: good');
  });

  test('is told unknown of a serial number that was never given', async () => {
    await writeFile(join(pki, 'leaf.pem'), pemOf((await authority.issue(person(), by)).der));
    expect(await ask('-serial', '0x1234')).toContain('0x1234: unknown');
  });

  test.each([
    ['nothing', Buffer.of()],
    ['noise', Buffer.from('noise')],
  ])('asking by %s is a malformed request', async (_title, body) => {
    const headers = { 'content-type': 'application/ocsp-request' };
    const answer = await fetch(`${address}/pki/ocsp`, {
      method: 'POST',
      headers,
      body: new Uint8Array(body),
    });
    expect(Buffer.from(await answer.arrayBuffer()).toString('hex')).toBe('30030a0101');
  });
});

const softhsm = '/usr/lib/softhsm/libsofthsm2.so';
const hasToken = existsSync(softhsm) && existsSync('/usr/bin/softhsm2-util');

describe.skipIf(!hasToken)(
  'keys in a PKCS#11 token (SoftHSM 2; skipped unless softhsm2 is installed)',
  () => {
    const token = { module: softhsm, token: 'continuum', pin: '97531' };
    let home: string;

    beforeAll(async () => {
      home = await temporary();
      await writeFile(
        join(home, 'softhsm2.conf'),
        `directories.tokendir = ${home}\nobjectstore.backend = file\n`,
      );
      process.env.SOFTHSM2_CONF = join(home, 'softhsm2.conf');
      const args = [
        '--init-token',
        '--free',
        '--label',
        token.token,
        '--pin',
        token.pin,
        '--so-pin',
        '86420',
      ];
      expect(spawnSync('softhsm2-util', args).status).toBe(0);
    });
    afterAll(() => rm(home, { recursive: true, force: true }));

    test('sign certificates and lists, and stay there', async () => {
      const own = await testDatabase([migrations]);
      const opening = { pool: own.service, folder: home, publicUrl, journal, create: true };
      const keeper = await openTokenKeys(token);
      const opened = await openAuthority({ ...opening, keeper });
      const issued = await opened.issue(person(), by);
      const issuing = new X509Certificate(opened.chain);
      expect(new X509Certificate(issued.der).verify(issuing.publicKey)).toBe(true);
      expect(issuing.verify(new X509Certificate(opened.root).publicKey)).toBe(true);
      expect((await opened.revocationList()).length).toBeGreaterThan(100);
      expect((await readdir(home)).filter(file => file.endsWith('.key.pem'))).toEqual([]);
      keeper.close();
      const again = await openTokenKeys(token);
      expect((await openAuthority({ ...opening, keeper: again })).chain).toBe(opened.chain);
      again.close();
      await own.drop();
    });

    test.each([
      [{ ...token, pin: '0000' }, /^CONTINUUM_PKCS11_PIN: /],
      [{ ...token, token: 'autre' }, /^CONTINUUM_PKCS11_TOKEN: /],
      [{ ...token, module: '/nowhere.so' }, /^CONTINUUM_PKCS11_MODULE: /],
    ])('are refused with a sentence that names the setting: %j', async (settings, line) => {
      await expect(openTokenKeys(settings)).rejects.toThrow(line);
    });
  },
);
