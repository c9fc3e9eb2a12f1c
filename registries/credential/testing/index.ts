import type { ActorCounts } from '../session.ts';

export { everybody, everyOffice } from './agents.ts';
export { openScreen, type Screen } from './screen.ts';
export { type SessionKey, sessionKey, toAth } from './session-key.ts';
export { signingDesk } from './sign-act.ts';
export { softwareAuthenticator } from './software-authenticator.ts';

import { createPublicKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from '@continuum/record-database';
import { platformActor } from '@continuum/trust-access';
import { type Authority, createEncryptedKeys, openAuthority } from '../authority/index.ts';

const by = { actor: platformActor, origin: { request: 'test', address: 'local', channel: 'cli' } };

/** A certificate authority of the test's own, its keys in a folder that `close` removes. */
export async function testAuthority(pool: Pool, clock?: () => Date) {
  const folder = await mkdtemp(join(tmpdir(), 'continuum-pki-'));
  const authority: Authority = await openAuthority({
    ...{ pool, folder, clock, create: true, publicUrl: 'https://exchange.example' },
    keeper: createEncryptedKeys(folder, 'a passphrase of a test'),
    journal: async () => undefined,
  });
  return {
    authority,
    /** Certifies a key; resolves to the serial number. */
    async certify(subject: string, publicKey?: JsonWebKey): Promise<string> {
      const key = publicKey
        ? createPublicKey({ key: publicKey, format: 'jwk' })
        : generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
      const spki = key.export({ type: 'spki', format: 'der' });
      const request = { profile: 'person', subject, name: 'Dre Démo', publicKey: spki } as const;
      return (await authority.issue(request, by)).serial;
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** For tests that are about something else: whatever an actor comes in by is in force. */
export const anyAuthorization: ActorCounts = () => 'true';
