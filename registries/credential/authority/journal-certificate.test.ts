import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { thumbprint, validatePath } from '@continuum/trust-signature';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrations } from '../index.ts';
import { by, person, temporary } from '../testing/certified.ts';
import { type Authority, CertificateRefused, createEncryptedKeys, openAuthority } from './index.ts';

const day = 86_400_000;
let database: TestDatabase;
let folder: string;
let authority: Authority;
let now = new Date('2026-03-01T12:00:00Z');

function journalKey() {
  const { publicKey } = generateKeyPairSync('ed25519');
  return {
    id: thumbprint(publicKey.export({ format: 'jwk' })),
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
  };
}

const at = async (key: { id: string }, moment = now) => {
  const [own] = (await authority.journalCertificates(key.id, moment)) ?? [];
  return own && new X509Certificate(own);
};

beforeAll(async () => {
  database = await testDatabase([migrations]);
  folder = await temporary();
  authority = await openAuthority({
    ...{ pool: database.service, folder, create: true, publicUrl: 'https://sante.example' },
    keeper: createEncryptedKeys(folder, 'une phrase que personne ne devine'),
    journal: async () => undefined,
    clock: () => now,
  });
});
afterAll(async () => {
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

describe('the certificate of the journal’s key (RFC 3161 §2.3)', () => {
  it('leads to the root for telling time, critically, and for nothing else', async () => {
    const key = journalKey();
    await authority.certifyJournal(key);
    const certificate = await at(key);
    expect(certificate!.publicKey.export({ type: 'spki', format: 'der' })).toEqual(key.publicKey);
    expect(certificate!.keyUsage).toEqual(['1.3.6.1.5.5.7.3.8']);
    const rules = { intermediates: [authority.issuing], roots: [authority.root], moment: now };
    const path = (purpose: 'timeStamping' | 'documentSigning') =>
      validatePath(certificate!.raw, { ...rules, purpose });
    expect([path('timeStamping'), path('documentSigning')]).toEqual([undefined, 'purpose-foreign']);
    // The extension’s identifier, then TRUE: critical.
    expect(certificate!.raw.includes(Buffer.from('0603551d250101ff', 'hex'))).toBe(true);
  });

  it('stays while it counts for three months more; then another is made, and both prove their own time', async () => {
    const key = journalKey();
    await authority.certifyJournal(key);
    const [first, issued] = [await at(key), now];
    await authority.certifyJournal(key);
    expect((await at(key))!.serialNumber).toBe(first!.serialNumber);
    now = new Date(issued.getTime() + (3 * 365 - 30) * day);
    await authority.certifyJournal(key);
    expect((await at(key))!.serialNumber).not.toBe(first!.serialNumber);
    expect((await at(key, issued))!.serialNumber).toBe(first!.serialNumber);
  });

  it('of a key that replaces another is its own, and the other’s stays', async () => {
    const [old, next] = [journalKey(), journalKey()];
    await authority.certifyJournal(old);
    await authority.certifyJournal(next);
    expect((await at(old))!.serialNumber).not.toBe((await at(next))!.serialNumber);
  });

  it('is not made again once it was revoked', async () => {
    const key = journalKey();
    await authority.certifyJournal(key);
    const serial = (await at(key))!.serialNumber.toLowerCase().padStart(32, '0');
    expect(await authority.revoke(serial, 'keyCompromise', by)).toBe(`journal/${key.id}`);
    await authority.certifyJournal(key);
    expect(await at(key)).toBeUndefined();
  });

  it('is of Ed25519 alone, and nobody who asks for a certificate gets one over such a key', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const other = publicKey.export({ type: 'spki', format: 'der' });
    await expect(authority.certifyJournal({ id: 'x', publicKey: other })).rejects.toThrow(TypeError);
    const request = person({ publicKey: journalKey().publicKey });
    await expect(authority.issue(request, by)).rejects.toThrow(CertificateRefused);
  });
});
