import type { JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { verifyJws } from './jws.ts';
import { readVectors } from './testing/vectors.ts';

interface Vector {
  tcId: number;
  comment: string;
  jws: string;
  result: 'valid' | 'invalid' | 'acceptable';
}

interface Vectors {
  testGroups: {
    type: string;
    comment: string;
    public?: JWK | { keys: JWK[] };
    private: JWK | { keys: JWK[] };
    tests: Vector[];
  }[];
}

const asymmetric = ['ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];

/** Valid in the vectors and refused here, with the reason. */
const stricter: readonly [reason: string, applies: (keys: JWK[], header: { alg?: string }) => boolean][] = [
  [
    'a symmetric key identifies nobody: whoever verifies could have signed',
    keys => keys.some(k => k.kty === 'oct'),
  ],
  [
    'the key says another algorithm than the header: RFC 8725 §3.1 binds a key to one',
    ([key], { alg }) => key?.alg !== undefined && key.alg !== alg,
  ],
];

const headerOf = (jws: string): { alg?: string } =>
  JSON.parse(Buffer.from(jws.split('.')[0]!, 'base64url').toString('utf8')) as { alg?: string };

async function isAsPublished(keys: JWK[], { jws, result }: Vector): Promise<boolean> {
  const verified = (await verifyJws(jws, keys, asymmetric)) !== undefined;
  if (result === 'acceptable' || verified === (result === 'valid')) return true;
  return !verified && stricter.some(([, applies]) => applies(keys, headerOf(jws)));
}

async function differences(groups: Vectors['testGroups']): Promise<string[]> {
  const found: string[] = [];
  for (const group of groups) {
    const published = group.public ?? group.private;
    const keys = ('keys' in published ? published.keys : [published]) as JWK[];
    for (const vector of group.tests)
      if (!(await isAsPublished(keys, vector)))
        found.push(`${vector.tcId} ${group.comment} ${vector.comment}: expected ${vector.result}`);
  }
  return found;
}

const files = readVectors<Vectors>('wycheproof')
  .map(({ file, vectors }) => ({
    file,
    groups: vectors.testGroups.filter(({ type }) => /^JsonWeb(Signature|Key)$/.test(type)),
  }))
  .filter(({ groups }) => groups.length > 0);

describe('Wycheproof’s vectors of JWS and JWK', () => {
  it.skipIf(files.length === 0)('are read from CONTINUUM_FIXTURES', () => {
    expect(files.length).toBeGreaterThan(0);
  });

  it.each(files)(
    '$file: each ends as published, or is refused for a reason of the table',
    async ({ groups }) => {
      expect(await differences(groups)).toEqual([]);
    },
  );
});
