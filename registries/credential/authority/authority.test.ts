import { X509Certificate } from 'node:crypto';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import type { DoorEvent } from '@continuum/record-gate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrations } from '../index.ts';
import { by, newPublicKey, person, temporary } from '../testing/certified.ts';
import {
  type Authority,
  CertificateRefused,
  type CertificateRequest,
  createEncryptedKeys,
  isCertificateGood,
  openAuthority,
  readPassphrase,
} from './index.ts';

const publicUrl = 'https://sante.example';
const passphrase = 'une phrase que personne ne devine';
const journalled: DoorEvent[] = [];
const journal = async (event: DoorEvent) => void journalled.push(event);

let database: TestDatabase;
let folder: string;
let authority: Authority;

const openIn = (pki: string) =>
  openAuthority({
    pool: database.service,
    folder: pki,
    keeper: createEncryptedKeys(pki, passphrase),
    ...{ publicUrl, journal, create: true },
  });

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
