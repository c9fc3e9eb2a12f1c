import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testDatabase } from '@continuum/record-database/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrations } from '../index.ts';
import { by, person, temporary } from '../testing/certified.ts';
import { openAuthority, openTokenKeys } from './index.ts';

const publicUrl = 'https://sante.example';
const journal = async () => undefined;
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
