import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readSettings } from './settings.ts';
import { readSmsc } from './smsc.ts';

const folder = mkdtempSync(join(tmpdir(), 'continuum-smsc-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const read = (environment: Record<string, string>) =>
  readSmsc(readSettings({ CONTINUUM_DEMO: '0', ...environment }));

it('nothing is set: there is no SMSC', async () => {
  expect(await read({})).toBeUndefined();
});

it('its password is that of the file, when one is named', async () => {
  const file = join(folder, 'password');
  writeFileSync(file, 's3cret\n');
  const url = 'ssmpp://continuum@smsc.example:3550';
  expect(await read({ SMPP_URL: url, SMPP_PASSWORD_FILE: file, SMPP_SOURCE: '12345' })).toEqual({
    ...{ url, password: 's3cret', source: '12345' },
  });
});

it.each([
  [{ SMPP_URL: 'https://smsc.example' }, /^SMPP_URL: .*smpp:/],
  [{ SMPP_URL: 'ssmpp://smsc.example' }, /^SMPP_URL: it names no account/],
  [{ SMPP_URL: 'smpp://a:b@smsc.example' }, /^SMPP_URL: smpp:\/\/ sends .* in clear/],
  [{ SMPP_URL: 'ssmpp://a:b@x', SMPP_PASSWORD_FILE: join(folder, 'none') }, /^SMPP_PASSWORD_FILE: .*ENOENT/],
  [{ SMPP_URL: 'ssmpp://a:b@x', SMPP_CA: join(folder, 'none') }, /^SMPP_CA: .*ENOENT/],
  [{ SMPP_SOURCE: 'Continuum du Québec' }, /^SMPP_SOURCE: .*is no source/],
  [{ SMS_PREFIXES: '1' }, /^SMS_PREFIXES: "1" is no prefix/],
] as [Record<string, string>, RegExp][])('%j is refused, with the mend', async (environment, says) => {
  await expect(async () => read(environment)).rejects.toThrow(says);
});

it('in clear only to this machine, where a tunnel begins, or in the demonstration', async () => {
  for (const url of ['smpp://a:b@localhost:2775', 'smpp://a:b@127.0.0.1', 'smpp://a:b@[::1]:2775'])
    expect(await read({ SMPP_URL: url })).toMatchObject({ url });
  expect(await read({ CONTINUUM_DEMO: '1', SMPP_URL: 'smpp://a:b@smsc.example' })).toBeDefined();
});
