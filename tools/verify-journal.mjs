#!/usr/bin/env node
// Checks, with nothing but Node.js and this file, what `continuum journal prove` and `continuum journal consistency` write:
//
//   node verify-journal.mjs proof.json public-key.jwk [head.json]
//
// proof.json        {entry, index, proof, head}: an entry is in the journal; or {older, newer, proof}: a head is of the
//                   beginning of another one's tree
// public-key.jwk    the journal's key, had from somebody else than whoever gave the proof
// head.json         a signed head that you kept yourself: then the proof must be of that very head
//
// Exit 0: it holds. 1: it does not. 2: it cannot be read. Trees: RFC 9162 §2.1; signatures: Ed25519 over the canonical JSON
// (RFC 8785) of {at, key, root, size}.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const leafHash = text => sha256(Buffer.of(0), Buffer.from(text, 'utf8'));
const nodeHash = (left, right) => sha256(Buffer.of(1), left, right);

const half = number => Math.floor(number / 2);
const isOdd = number => number % 2 === 1;
const isSize = number => Number.isSafeInteger(number) && number >= 0;

/** Up while the node is a right edge without a sibling. */
function climb(fn, sn) {
  let [f, s] = [fn, sn];
  if (!isOdd(f)) while (!isOdd(f) && f !== 0) [f, s] = [half(f), half(s)];
  return [half(f), half(s)];
}

/** RFC 9162 §2.1.3.2. */
function includes(leaf, index, size, proof, root) {
  if (!isSize(index) || !isSize(size) || index >= size) return false;
  let [fn, sn, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (sn === 0) return false;
    const isRight = isOdd(fn) || fn === sn;
    hash = isRight ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
    [fn, sn] = isRight ? climb(fn, sn) : [half(fn), half(sn)];
  }
  return sn === 0 && hash.equals(root);
}

/** RFC 9162 §2.1.4.2. */
function begins(size, total, root, newRoot, proof) {
  if (!isSize(size) || !isSize(total) || size === 0 || size > total) return false;
  if (size === total) return proof.length === 0 && root.equals(newRoot);
  if (proof.length === 0) return false;
  const path = Number.isInteger(Math.log2(size)) ? [root, ...proof] : [...proof];
  const start = path.shift();
  let [fn, sn, first, second] = [size - 1, total - 1, start, start];
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)];
  for (const sibling of path) {
    if (sn === 0) return false;
    if (!isOdd(fn) && fn !== sn) {
      second = nodeHash(second, sibling);
      [fn, sn] = [half(fn), half(sn)];
    } else {
      first = nodeHash(sibling, first);
      second = nodeHash(sibling, second);
      [fn, sn] = climb(fn, sn);
    }
  }
  return sn === 0 && first.equals(root) && second.equals(newRoot);
}

/** RFC 7638 with RFC 8037 §2: the name of an Ed25519 key. */
const nameOf = ({ crv, kty, x }) =>
  createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');

function isSigned({ at, key, root, size, signature }, jwk) {
  if (key !== nameOf(jwk)) return false;
  const said = Buffer.from(JSON.stringify({ at, key, root, size }), 'utf8');
  return verify(null, said, createPublicKey({ key: jwk, format: 'jwk' }), Buffer.from(signature, 'base64'));
}

const bytes = text => Buffer.from(text, 'base64');
const told = ({ size, at }) => `${size} entries, ${at}`;

function check(given, jwk, kept) {
  const heads = given.entry === undefined ? [given.older, given.newer] : [given.head];
  for (const head of heads)
    if (!isSigned(head, jwk)) return [false, `The head of ${told(head)} does not bear this key’s signature.`];
  const last = heads.at(-1);
  if (kept && (kept.size !== last.size || kept.root !== last.root))
    return [false, `The head of ${told(last)} is not the one that you kept (${told(kept)}).`];
  const proof = given.proof.map(bytes);
  if (given.entry === undefined) {
    const [older, newer] = heads;
    return begins(older.size, newer.size, bytes(older.root), bytes(newer.root), proof)
      ? [true, `The journal of ${told(older)} is the beginning of that of ${told(newer)}.`]
      : [false, 'The newer journal does not begin with the older one: it was rewritten.'];
  }
  return includes(leafHash(given.entry), given.index, last.size, proof, bytes(last.root))
    ? [true, `Entry number ${given.index} is in the journal of ${told(last)}:\n${given.entry}`]
    : [false, 'This entry is not in the journal whose head was signed.'];
}

const [proofFile, keyFile, headFile] = process.argv.slice(2);
if (!proofFile || !keyFile) {
  console.error('node verify-journal.mjs proof.json public-key.jwk [head.json]');
  process.exit(2);
}
try {
  const [given, jwk, kept] = [proofFile, keyFile, headFile].map(
    file => file && JSON.parse(readFileSync(file, 'utf8')),
  );
  const [holds, text] = check(given, jwk, kept);
  console.log(`${text}\n${holds ? 'IT HOLDS.' : 'IT DOES NOT HOLD.'}`);
  process.exitCode = holds ? 0 : 1;
} catch (error) {
  console.error(`This cannot be read as a proof: ${error.message}`);
  process.exitCode = 2;
}
