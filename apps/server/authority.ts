import { join } from 'node:path';
import type { Database } from '@continuum/record-database';
import type { OpenedGate } from '@continuum/record-gate';
import {
  type Authority,
  createEncryptedKeys,
  type KeyKeeper,
  openAuthority,
  openTokenKeys,
  readPassphrase,
} from '@continuum/registries-credential';
import { BadSetting, type Settings } from './settings.ts';

async function openKeeper(settings: Settings, folder: string): Promise<KeyKeeper> {
  const { pkcs11Module: module, pkcs11Token: token, pkcs11Pin: pin, caPassphrase, demonstration } = settings;
  if (module === undefined)
    return createEncryptedKeys(folder, await readPassphrase(caPassphrase, folder, { create: demonstration }));
  if (token === undefined)
    throw new BadSetting('CONTINUUM_PKCS11_TOKEN', 'it is missing: give the label of the token.');
  if (pin === undefined)
    throw new BadSetting('CONTINUUM_PKCS11_PIN', 'it is missing: give the PIN of the token.');
  return openTokenKeys({ module, token, pin });
}

/**
 * Opens the certificate authority with the settings; makes it when there is none and `create` says so.
 * @throws BadSetting, or Error whose line names the setting
 */
export async function openAuthorityOf(
  { settings, database, gate }: { settings: Settings; database: Database; gate: OpenedGate },
  create: boolean,
): Promise<{ authority: Authority; close(): void }> {
  const folder = join(settings.data, 'pki');
  const keeper = await openKeeper(settings, folder);
  const authority = await openAuthority({
    ...{ folder, keeper, create },
    pool: database.service,
    publicUrl: settings.publicUrl,
    journal: event => gate.attempt(event),
  });
  return { authority, close: () => keeper.close() };
}
