import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signHead, verifyHead } from './tree-head.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const head = signHead({ key: 'k', size: 3, root: 'cm9vdA==', at: '2026-03-01T12:00:00.000Z' }, privateKey);

describe('a signed tree head', () => {
  it('verifies with the journal’s public key', () => {
    expect(verifyHead(head, publicKey)).toBe(true);
  });

  it.each([{ size: 2 }, { root: 'b3RoZXI=' }, { at: '2026-03-01T12:00:01.000Z' }, { key: 'j' }])(
    'does not verify once %o is put in it',
    change => {
      expect(verifyHead({ ...head, ...change }, publicKey)).toBe(false);
    },
  );

  it('does not verify with another key', () => {
    expect(verifyHead(head, generateKeyPairSync('ed25519').publicKey)).toBe(false);
  });
});
