import type { JsonWebKey } from 'node:crypto';
import { type BareItem, type Dictionary, type InnerList, parseDictionary } from 'structured-headers';
import { toP256Key, verifyEs256 } from '../ecdsa.ts';
import { type Check, firstFailure } from '../first-failure.ts';
import { checkContentDigest, type DigestFailure, type HashedBody } from './content-digest.ts';
import { fieldOf, type HttpMessage, NotCovered, signatureBase } from './signature-base.ts';

/** Why a signature does not count; for the journal, never for the caller. */
export type MessageSignatureFailure =
  | DigestFailure
  | 'missing'
  | 'malformed'
  | 'ambiguous'
  | 'algorithm-refused'
  | 'key-unnamed'
  | 'key-foreign'
  | 'key-refused'
  | 'created-missing'
  | 'nonce-missing'
  | 'too-old'
  | 'too-early'
  | 'expired'
  | 'component-uncovered'
  | 'component-absent'
  | 'signature-invalid';

export interface MessageRules {
  /** The name of the key, as the client registered it. */
  keyid: string;
  /** That key: a P-256 JWK, or SubjectPublicKeyInfo in DER. */
  key: JsonWebKey | Uint8Array;
  now: Date;
  /** The bytes of the body as they came, or their hashes. */
  body: Uint8Array | HashedBody;
  /** What must be covered besides, such as `authorization`. Fields in lower case. */
  required?: readonly string[];
}

export type CheckedMessage =
  | {
      ok: true;
      keyid: string;
      /** To be kept with the key's name until `keepUntil`, and refused when it comes again (RFC 9421 §7.2.2). */
      nonce: string;
      keepUntil: Date;
      created: Date;
      /** What was signed, to be kept with the original: with the key and the signature it proves itself. */
      base: string;
      /** 64 bytes, base64. */
      signature: string;
    }
  | { ok: false; why: MessageSignatureFailure };

/** Seconds that a signature lives after it was created, and that the signer's clock may be ahead. */
const lifetime = 300;
const skew = 30;
const longest = 16_384;

interface Found {
  input: InnerList;
  signature: Uint8Array;
}

function dictionaryIn(message: HttpMessage, name: string): Dictionary | undefined {
  const text = fieldOf(message, name)?.join(', ');
  return text === undefined || text.length > longest ? undefined : parseDictionary(text);
}

/** The one signature of a message: of two, nobody would know which one was believed. */
function find(message: HttpMessage): Found | MessageSignatureFailure {
  try {
    const inputs = dictionaryIn(message, 'signature-input');
    const signatures = dictionaryIn(message, 'signature');
    if (inputs === undefined || signatures === undefined) return 'missing';
    if (inputs.size !== 1 || signatures.size !== 1) return 'ambiguous';
    const [label, input] = [...inputs][0]!;
    const signature = signatures.get(label)?.[0];
    if (!Array.isArray(input[0]) || !(signature instanceof ArrayBuffer)) return 'malformed';
    return { input: input as InnerList, signature: new Uint8Array(signature) };
  } catch {
    return 'malformed';
  }
}

/** The name of the key that a message says it is signed by; undefined when it says none. Nothing is verified. */
export function messageKeyId(message: HttpMessage): string | undefined {
  const found = find(message);
  const keyid = typeof found === 'string' ? undefined : found.input[1].get('keyid');
  return typeof keyid === 'string' ? keyid : undefined;
}

const algorithm = 'ecdsa-p256-sha256';
const isText = (value: BareItem | undefined, most: number): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= most;
const isMoment = (value: BareItem | undefined): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value);

/** The parameters (§2.3), one check a line. */
const parameterChecks: readonly Check<
  MessageSignatureFailure,
  [parameters: InnerList[1], rules: MessageRules]
>[] = [
  ['algorithm-refused', it => !it.has('alg') || it.get('alg') === algorithm],
  ['key-unnamed', it => isText(it.get('keyid'), 1024)],
  ['key-foreign', (it, { keyid }) => it.get('keyid') === keyid],
  ['created-missing', it => isMoment(it.get('created'))],
  ['nonce-missing', it => isText(it.get('nonce'), 256)],
  ['too-old', (it, { now }) => now.getTime() / 1000 <= Number(it.get('created')) + lifetime],
  ['too-early', (it, { now }) => now.getTime() / 1000 >= Number(it.get('created')) - skew],
  [
    'expired',
    (it, { now }) =>
      !it.has('expires') ||
      (isMoment(it.get('expires')) && now.getTime() / 1000 <= Number(it.get('expires'))),
  ],
];

/** What must be covered of a request: what is asked of whom, and all that is said (§7.2.1, §7.2.8). */
function isCovered({ input }: Found, message: HttpMessage, { body, required = [] }: MessageRules): boolean {
  const names = input[0].filter(([, parameters]) => parameters.size === 0).map(([name]) => name);
  const isAddressed =
    names.includes('@target-uri') || ['@authority', '@path', '@query'].every(it => names.includes(it));
  const hasBody = body.length > 0 || fieldOf(message, 'content-digest') !== undefined;
  const said = [...(hasBody ? ['content-digest', 'content-type'] : []), ...required];
  return names.includes('@method') && isAddressed && said.every(it => names.includes(it));
}

function baseOf(message: HttpMessage, { input }: Found): string | undefined {
  try {
    return signatureBase(message, input);
  } catch (error) {
    if (error instanceof NotCovered || error instanceof URIError) return undefined;
    throw error;
  }
}

function checkBody(message: HttpMessage, { body }: MessageRules): DigestFailure | undefined {
  const digest = fieldOf(message, 'content-digest')?.join(', ');
  return body.length === 0 && digest === undefined ? undefined : checkContentDigest(digest, body);
}

const refused = (why: MessageSignatureFailure): CheckedMessage => ({ ok: false, why });

/**
 * Checks the signature of a request (RFC 9421 §3.2) by one key: ECDSA with P-256 and SHA-256 (§3.3.4), over the method, the
 * address, the type and the digest of the content (RFC 9530), which must be the body's; made within five minutes, with
 * a nonce. Whether the nonce was seen before is the caller's to know. One signature, and only one, must be there.
 */
export function checkMessageSignature(message: HttpMessage, rules: MessageRules): CheckedMessage {
  const found = find(message);
  if (typeof found === 'string') return refused(found);
  const parameters = found.input[1];
  const failure = firstFailure(parameterChecks, parameters, rules);
  if (failure !== undefined) return refused(failure);
  if (!isCovered(found, message, rules)) return refused('component-uncovered');
  const base = baseOf(message, found);
  if (base === undefined) return refused('component-absent');
  const key = toP256Key(rules.key);
  if (key === undefined) return refused('key-refused');
  if (!verifyEs256(key, Buffer.from(base), found.signature, 'ieee-p1363'))
    return refused('signature-invalid');
  const digest = checkBody(message, rules);
  if (digest !== undefined) return refused(digest);
  const created = new Date(Number(parameters.get('created')) * 1000);
  return {
    ok: true,
    keyid: rules.keyid,
    nonce: String(parameters.get('nonce')),
    keepUntil: new Date(created.getTime() + lifetime * 1000),
    created,
    base,
    signature: Buffer.from(found.signature).toString('base64'),
  };
}
