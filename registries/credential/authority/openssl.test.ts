import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrations } from '../index.ts';
import { by, person, temporary } from '../testing/certified.ts';
import { testAuthority } from '../testing/index.ts';
import { type Authority, pkiRoutes } from './index.ts';

const run = promisify(execFile);
const hasOpenssl = existsSync('/usr/bin/openssl');
const pemOf = (der: Buffer) => new X509Certificate(der).toString();

describe.skipIf(!hasOpenssl)('openssl (skipped when it is not installed)', () => {
  let database: TestDatabase;
  let issuing: Awaited<ReturnType<typeof testAuthority>>;
  let authority: Authority;
  let pki: string;
  let app: FastifyInstance;
  let address: string;

  beforeAll(async () => {
    database = await testDatabase([migrations]);
    issuing = await testAuthority(database.service);
    authority = issuing.authority;
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
    await issuing?.close();
    await database?.drop();
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
