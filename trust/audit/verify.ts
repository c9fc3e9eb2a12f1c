import { type Hash, nodeHash } from './merkle.ts';

// Sizes may pass 2^31: arithmetic instead of bit operators.
const half = (n: number): number => Math.floor(n / 2);
const isOdd = (n: number): boolean => n % 2 === 1;

/** Folds one step of an inclusion path (RFC 9162 §2.1.3.2). */
function climb(fn: number, sn: number): [number, number] {
  let [f, s] = [fn, sn];
  if (!isOdd(f)) while (!isOdd(f) && f !== 0) [f, s] = [half(f), half(s)];
  return [half(f), half(s)];
}

/** True when the leaf is at that index of the tree with that size and root (RFC 9162 §2.1.3.2). */
export function verifyInclusion(
  leaf: Hash,
  index: number,
  size: number,
  proof: readonly Hash[],
  root: Hash,
): boolean {
  if (index < 0 || index >= size) return false;
  let [fn, sn, r] = [index, size - 1, leaf];
  for (const p of proof) {
    if (sn === 0) return false;
    const right = isOdd(fn) || fn === sn;
    r = right ? nodeHash(p, r) : nodeHash(r, p);
    [fn, sn] = right ? climb(fn, sn) : [half(fn), half(sn)];
  }
  return sn === 0 && r.equals(root);
}

const isPowerOfTwo = (n: number): boolean => Number.isInteger(Math.log2(n));

interface Fold {
  fn: number;
  sn: number;
  first: Hash;
  second: Hash;
}

function foldStep({ fn, sn, first, second }: Fold, c: Hash): Fold {
  if (!isOdd(fn) && fn !== sn) return { fn: half(fn), sn: half(sn), first, second: nodeHash(second, c) };
  const [f, s] = climb(fn, sn);
  return { fn: f, sn: s, first: nodeHash(c, first), second: nodeHash(c, second) };
}

function begin(size: number, total: number, start: Hash): Fold {
  let [fn, sn] = [size - 1, total - 1];
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)];
  return { fn, sn, first: start, second: start };
}

/**
 * True when the tree (size, root) is the beginning of the tree (total, newRoot): nothing was changed, removed
 * or put between (RFC 9162 §2.1.4.2).
 */
export function verifyConsistency(
  size: number,
  total: number,
  root: Hash,
  newRoot: Hash,
  proof: readonly Hash[],
): boolean {
  if (size <= 0 || size > total) return false;
  if (size === total) return proof.length === 0 && root.equals(newRoot);
  const path = isPowerOfTwo(size) ? [root, ...proof] : [...proof];
  const start = path.shift();
  if (!start || proof.length === 0) return false;
  let fold = begin(size, total, start);
  for (const c of path) {
    if (fold.sn === 0) return false;
    fold = foldStep(fold, c);
  }
  return fold.sn === 0 && fold.first.equals(root) && fold.second.equals(newRoot);
}
