import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platformActor } from '@continuum/trust-access';
import type { CertificateRequest } from '../authority/index.ts';

/** Who asks for certificates in the tests. */
export const by = {
  actor: { ...platformActor, id: 'Practitioner/gaa' },
  origin: { request: 'r1', address: '192.0.2.1', channel: 'api' },
};

/** The public half of a new key. */
export const newPublicKey = (namedCurve = 'P-256'): Buffer =>
  generateKeyPairSync('ec', { namedCurve }).publicKey.export({ type: 'spki', format: 'der' });

/** What a person is certified as. */
export const person = (change: Partial<CertificateRequest> = {}): CertificateRequest => ({
  profile: 'person',
  subject: 'Practitioner/p1',
  name: 'Dre Éloïse Démo',
  organization: 'CISSS de démonstration',
  publicKey: newPublicKey(),
  ...change,
});

/** A folder of the test's own. */
export const temporary = () => mkdtemp(join(tmpdir(), 'continuum-pki-'));
