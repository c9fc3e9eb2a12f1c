import { type KeyObject, sign, verify } from 'node:crypto';
import { canonicalText } from './canonical.ts';

/** What is signed: the journal had `size` entries with that root at that moment. */
export interface TreeHead {
  /** Thumbprint of the journal's key (RFC 7638): names the journal. */
  key: string;
  size: number;
  /** Base64. */
  root: string;
  /** ISO 8601, UTC. */
  at: string;
}

/** A head with its Ed25519 signature, base64, over the canonical JSON (RFC 8785) of the other members. */
export interface SignedTreeHead extends TreeHead {
  signature: string;
}

const signedBytes = ({ key, size, root, at }: TreeHead): Buffer =>
  Buffer.from(canonicalText({ key, size, root, at }), 'utf8');

/** Signs a head with the journal's Ed25519 private key. */
export function signHead(head: TreeHead, key: KeyObject): SignedTreeHead {
  return { ...head, signature: sign(null, signedBytes(head), key).toString('base64') };
}

/** True when the head bears that key's signature. */
export function verifyHead(head: SignedTreeHead, key: KeyObject): boolean {
  return verify(null, signedBytes(head), key, Buffer.from(head.signature, 'base64'));
}
