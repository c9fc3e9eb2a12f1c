import { hash } from 'node:crypto';

/** SHA-256 output. */
export type Hash = Buffer;

const leafPrefix = Buffer.from([0]);
const nodePrefix = Buffer.from([1]);

/** Hash of a leaf: SHA-256(0x00 || data) (RFC 9162 §2.1.1). */
export function leafHash(data: Uint8Array): Hash {
  return hash('sha256', Buffer.concat([leafPrefix, data]), 'buffer');
}

/** Hash of a node: SHA-256(0x01 || left || right) (RFC 9162 §2.1.1). */
export function nodeHash(left: Hash, right: Hash): Hash {
  return hash('sha256', Buffer.concat([nodePrefix, left, right]), 'buffer');
}

/** Root of the tree without leaves: the hash of nothing (RFC 9162 §2.1.1). */
export const emptyRoot: Hash = hash('sha256', '', 'buffer');

/** The largest power of two smaller than `size`, which is at least 2: where a tree parts (RFC 9162 §2.1.1). */
export function split(size: number): number {
  let k = 1;
  while (k * 2 < size) k *= 2;
  return k;
}

/** Root of a list of leaf hashes (RFC 9162 §2.1.1). */
export function rootOf(leaves: readonly Hash[]): Hash {
  if (leaves.length === 0) return emptyRoot;
  if (leaves.length === 1) return leaves[0]!;
  const k = split(leaves.length);
  return nodeHash(rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

/** The siblings from a leaf to the root (RFC 9162 §2.1.3.1). Throws `RangeError` outside the tree. */
export function inclusionProof(leaves: readonly Hash[], index: number): Hash[] {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length)
    throw new RangeError(`leaf ${index} is not in a tree of ${leaves.length}`);
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return index < k
    ? [...inclusionProof(left, index), rootOf(right)]
    : [...inclusionProof(right, index - k), rootOf(left)];
}

function subProof(size: number, leaves: readonly Hash[], whole: boolean): Hash[] {
  if (size === leaves.length) return whole ? [] : [rootOf(leaves)];
  const k = split(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return size <= k
    ? [...subProof(size, left, whole), rootOf(right)]
    : [...subProof(size - k, right, false), rootOf(left)];
}

/**
 * That the tree of the first `size` leaves is the beginning of this one (RFC 9162 §2.1.4.1).
 * Throws `RangeError` unless 0 < size <= leaves.
 */
export function consistencyProof(leaves: readonly Hash[], size: number): Hash[] {
  if (!Number.isInteger(size) || size <= 0 || size > leaves.length)
    throw new RangeError(`a tree of ${leaves.length} has no beginning of ${size}`);
  return subProof(size, leaves, true);
}
