import { createPublicKey, type webcrypto } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@continuum/record-database/testing';
import type { Resource } from '@continuum/standards-fhir';
import { signatureDigest, verifyAct, withAnchor } from '@continuum/trust-signature';
import {
  issue,
  makeCast,
  prescription,
  signer,
  signProvenance,
  toExport,
} from '@continuum/trust-signature/testing';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { type Change, migrations, openGate } from './index.ts';
import { cast as people } from './testing/index.ts';

const data = mkdtempSync(join(tmpdir(), 'continuum-acts-'));
const database = await testDatabase(migrations);
const gate = openGate({ database, data, log: pino({ level: 'silent' }) });
afterAll(async () => {
  await gate.close();
  await database.drop();
  rmSync(data, { recursive: true, force: true });
});

const now = new Date(Math.floor(Date.now() / 1000) * 1000);
const around = (ms: number): Date => new Date(now.getTime() + ms);
const origin = { request: 'r1', address: '127.0.0.1', channel: 'fhir' };
const clinician = gate.open({ ...people.physician!, id: signer }, { of: 'TREAT' }, origin);

/** As another process would find it: until what was committed is numbered. */
async function anchored(digest: string) {
  for (;;) {
    await gate.journal.sequence();
    const anchor = await gate.journal.anchorOf({ signer, digest, at: now });
    if (anchor !== undefined) return anchor;
  }
}

async function read(type: string, id: string): Promise<Resource> {
  const found = await clinician.read(type, id);
  if (found.outcome !== 'found') throw new Error(`${type}/${id}: ${found.outcome}`);
  return JSON.parse(found.stored.body) as Resource;
}

describe('an act that was signed and written', () => {
  it('is proven by its export alone: what the record gives back, and the journal’s anchor', async () => {
    const cast = await makeCast();
    const { meta: _meta, ...act } = prescription;
    const provenance = await signProvenance(cast, {
      act,
      said: { recorded: now.toISOString() },
      ocsp: { thisUpdate: around(-60_000), nextUpdate: around(3_600_000) },
    });
    const changes: Change[] = [
      { verb: 'create', resource: act, fresh: true },
      { verb: 'create', resource: provenance, fresh: true },
    ];
    const written = await clinician.write(changes, { act: { code: 'prescribe', recorded: now } });
    expect(written).toMatchObject({ outcome: 'written' });
    const anchor = await anchored(signatureDigest(provenance));
    const jwk = JSON.parse(readFileSync(join(data, 'journal', 'public-key.jwk'), 'utf8'));
    const publicKey = createPublicKey({ key: jwk, format: 'jwk' }).toCryptoKey('Ed25519', true, ['verify']);
    const journal = await issue({
      issuer: cast.authority,
      purposes: ['1.3.6.1.5.5.7.3.8'],
      keys: { publicKey } as webcrypto.CryptoKeyPair,
    });
    const certificates = [journal.der, cast.authority.der].map(it => it.toString('base64'));
    const shown = withAnchor(await read('Provenance', 'v1'), { ...anchor, certificates });
    const exported = toExport([await read('MedicationRequest', 'm1'), shown]);
    expect(verifyAct(exported, [cast.root.pem])).toEqual([
      { ok: true, act: expect.objectContaining({ signer }) },
    ]);
    const changed = exported.replace('trois fois', 'dix fois');
    expect(verifyAct(changed, [cast.root.pem])).toMatchObject([{ ok: false, why: 'content-changed' }]);
  });
});
