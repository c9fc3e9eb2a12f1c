import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type EcdsaEncoding, toP256Key, verifyEs256 } from './ecdsa.ts';
import { readVectors } from './testing/vectors.ts';

interface Vectors {
  testGroups: {
    type: string;
    sha: string;
    publicKey: { curve: string };
    publicKeyDer: string;
    tests: {
      tcId: number;
      comment: string;
      msg: string;
      sig: string;
      result: 'valid' | 'invalid' | 'acceptable';
    }[];
  }[];
}

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

type Group = Vectors['testGroups'][number];

const encodings: Record<string, EcdsaEncoding> = { EcdsaVerify: 'der', EcdsaP1363Verify: 'ieee-p1363' };

/** What differs from the vector's `result`. An acceptable one may go either way. */
function differences({ publicKeyDer, tests, type }: Group): string[] {
  const key = toP256Key(hex(publicKeyDer))!;
  return tests
    .filter(({ msg, sig, result }) => {
      const verified = verifyEs256(key, hex(msg), hex(sig), encodings[type]!);
      return result !== 'acceptable' && verified !== (result === 'valid');
    })
    .map(({ tcId, comment, result }) => `${tcId} ${comment}: expected ${result}`);
}

const isOurs = ({ type, sha, publicKey }: Group): boolean =>
  type in encodings && sha === 'SHA-256' && publicKey.curve === 'secp256r1';

const files = readVectors<Vectors>('wycheproof')
  .map(({ file, vectors }) => ({ file, groups: vectors.testGroups.filter(isOurs) }))
  .filter(({ groups }) => groups.length > 0);

describe('Wycheproof’s vectors of ECDSA with P-256 and SHA-256', () => {
  it.skipIf(files.length === 0)('are read from CONTINUUM_FIXTURES', () => {
    expect(files.length).toBeGreaterThan(0);
  });

  it.each(files)('$file: all end as published', ({ groups }) => {
    expect(groups.flatMap(differences)).toEqual([]);
  });
});

describe('a signature has one encoding (X.690 §10, RFC 7518 §3.4)', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const data = Buffer.from('said');
  const der = sign('sha256', data, privateKey);
  const p1363 = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
  const longForm = Buffer.concat([Buffer.from([0x30, 0x81, der.length - 2]), der.subarray(2)]);

  it('and verifies in it', () => {
    expect(verifyEs256(publicKey, data, der, 'der')).toBe(true);
    expect(verifyEs256(publicKey, data, p1363, 'ieee-p1363')).toBe(true);
  });

  it.each<[string, Buffer, EcdsaEncoding]>([
    ['P1363 where DER is due', p1363, 'der'],
    ['DER where P1363 is due', der, 'ieee-p1363'],
    ['a length in long form', longForm, 'der'],
    ['bytes after the end', Buffer.concat([der, Buffer.from([0])]), 'der'],
    ['r = 0', Buffer.concat([Buffer.alloc(32), p1363.subarray(32)]), 'ieee-p1363'],
    ['nothing', Buffer.alloc(0), 'der'],
    ['an empty integer', hex('30040200 0201'.replaceAll(' ', '')), 'der'],
  ])('%s is refused', (_, signature, encoding) => {
    expect(verifyEs256(publicKey, data, signature, encoding)).toBe(false);
  });

  it('by a key of another curve verifies nothing', () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    expect(verifyEs256(pair.publicKey, data, sign('sha256', data, pair.privateKey), 'der')).toBe(false);
  });
});
