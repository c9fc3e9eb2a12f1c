import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyRange, rangeRoot, withLeaf, withLeaves } from './compact-range.ts';
import { consistencyProof, emptyRoot, inclusionProof, leafHash, rootOf } from './merkle.ts';
import { verifyConsistency, verifyInclusion } from './verify.ts';

// The eight leaves and the roots published with Certificate Transparency's own tests.
const data = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const leaves = data.map(hex => leafHash(Buffer.from(hex, 'hex')));
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const hex = (hashes: readonly Buffer[]): string[] => hashes.map(hash => hash.toString('hex'));

describe('the tree of RFC 9162 §2.1.1', () => {
  it('has the hash of nothing as its root when it is empty', () => {
    expect(emptyRoot.toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  it.each(roots.map((root, i) => [i + 1, root] as const))(
    'has the published root at size %i',
    (size, root) => {
      expect(rootOf(leaves.slice(0, size)).toString('hex')).toBe(root);
      expect(rangeRoot(withLeaves(emptyRange, leaves.slice(0, size))).toString('hex')).toBe(root);
    },
  );

  it('gives the published inclusion and consistency proofs', () => {
    expect(hex(inclusionProof(leaves, 0))).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(hex(consistencyProof(leaves, 6))).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });
});

// Entries differ, by their id at least: equal leaves would prove each other.
const trees = fc
  .uniqueArray(fc.uint8Array({ maxLength: 8 }), {
    minLength: 1,
    maxLength: 70,
    selector: item => Buffer.from(item).toString('hex'),
  })
  .map(list => list.map(item => leafHash(item)));

describe('proofs (RFC 9162 §2.1.3, §2.1.4)', () => {
  it('every leaf of every tree is proven, at its index and nowhere else', () => {
    fc.assert(
      fc.property(trees, fc.nat(), fc.nat(), (tree, a, b) => {
        const [index, other] = [a % tree.length, b % tree.length];
        const [proof, root] = [inclusionProof(tree, index), rootOf(tree)];
        expect(verifyInclusion(tree[index]!, index, tree.length, proof, root)).toBe(true);
        if (other !== index)
          expect(verifyInclusion(tree[index]!, other, tree.length, proof, root)).toBe(false);
        expect(verifyInclusion(leafHash(Buffer.from('never there')), index, tree.length, proof, root)).toBe(
          false,
        );
      }),
    );
  });

  it('every beginning of every tree is proven, and no other tree is', () => {
    fc.assert(
      fc.property(trees, fc.nat(), (tree, n) => {
        const size = (n % tree.length) + 1;
        const [old, now] = [rootOf(tree.slice(0, size)), rootOf(tree)];
        const proof = consistencyProof(tree, size);
        expect(verifyConsistency(size, tree.length, old, now, proof)).toBe(true);
        expect(verifyConsistency(size, tree.length, emptyRoot, now, proof)).toBe(false);
        if (size < tree.length)
          expect(verifyConsistency(size, tree.length, old, emptyRoot, proof)).toBe(false);
      }),
    );
  });

  it('growing leaf by leaf gives the root of all the leaves at every size', () => {
    fc.assert(
      fc.property(trees, tree => {
        let range = emptyRange;
        tree.forEach((leaf, i) => {
          range = withLeaf(range, leaf);
          expect(rangeRoot(range)).toEqual(rootOf(tree.slice(0, i + 1)));
        });
      }),
    );
  });
});
