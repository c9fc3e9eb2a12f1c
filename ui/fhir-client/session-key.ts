import type { SessionKind } from './session-kind.ts';

/** The key of this browser's session: Web Crypto keeps its private half, and gives it to nobody. */
export interface SessionKey {
  privateKey: CryptoKey;
  jwk: { kty: string; crv: string; x: string; y: string };
  /** RFC 7638. */
  thumbprint: string;
  /** What the session's token is in a proof; absent until there is a session. */
  ath?: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const store = 'session-key';

const toBase64url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
const utf8 = (text: string) => new TextEncoder().encode(text);
const encode = (value: unknown): string => toBase64url(utf8(JSON.stringify(value)).buffer);

/** SHA-256 of a text, base64url. */
export const digest = async (text: string): Promise<string> =>
  toBase64url(await crypto.subtle.digest('SHA-256', utf8(text)));

/** Makes a key for a session that is about to be opened. It cannot be taken out of the browser. */
export async function newSessionKey(): Promise<SessionKey> {
  const pair = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
  const { crv, kty, x, y } = (await crypto.subtle.exportKey('jwk', pair.publicKey)) as SessionKey['jwk'];
  const thumbprint = await digest(JSON.stringify({ crv, kty, x, y }));
  return { privateKey: pair.privateKey, jwk: { kty, crv, x, y }, thumbprint };
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

let opening: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  if (opening) return opening;
  const request = indexedDB.open('continuum', 1);
  request.onupgradeneeded = () => request.result.createObjectStore(store);
  opening = done(request);
  return opening;
}

/** Keeps the key of the session of that kind: the pages of this browser share it, as they share its cookie. */
export async function keepSessionKey(kind: SessionKind, key: SessionKey): Promise<void> {
  const database = await open();
  await done(database.transaction(store, 'readwrite').objectStore(store).put(key, kind));
}

const deviceName = 'device';

async function readDeviceKey(): Promise<SessionKey | undefined> {
  if (typeof indexedDB === 'undefined') return undefined;
  const database = await open();
  return done<SessionKey | undefined>(database.transaction(store).objectStore(store).get(deviceName));
}

/** Makes the key of this device, when it has none: it outlives sessions, and this browser gives it to nobody. */
export async function keepDeviceKey(): Promise<void> {
  if (await readDeviceKey()) return;
  const key = await newSessionKey();
  // Asked of the browser, that may say no: without it, it may forget the key when its disk is full.
  await navigator.storage?.persist?.().catch(() => false);
  const database = await open();
  await done(database.transaction(store, 'readwrite').objectStore(store).put(key, deviceName));
}

/**
 * A proof by this device's key for one request and for the session's key alone; undefined when there is none.
 * @param session the key of the session, or of the one that is about to be opened
 */
export async function deviceProof(
  session: SessionKey,
  method: string,
  path: string,
): Promise<string | undefined> {
  const key = await readDeviceKey();
  return key && proveWith({ ...key, ath: await digest(session.thumbprint) }, method, path);
}

/** The key of the session of that kind, when this browser has one. */
export async function readSessionKey(kind: SessionKind): Promise<SessionKey | undefined> {
  if (typeof indexedDB === 'undefined') return undefined;
  const database = await open();
  return done<SessionKey | undefined>(database.transaction(store).objectStore(store).get(kind));
}

/** Milliseconds that the server's clock is ahead of this one: a proof has the server's time. */
let ahead = 0;
const tolerated = 15_000;

/**
 * Learns the server's time from an answer.
 * @returns true when it was another than believed: a proof made before may have been refused for that.
 */
export function learnTime(response: Response): boolean {
  const date = Date.parse(response.headers.get('date') ?? '');
  if (Number.isNaN(date)) return false;
  const seen = date - Date.now();
  if (Math.abs(seen - ahead) < tolerated) return false;
  ahead = seen;
  return true;
}

/** A proof that this browser holds the key, for one request (RFC 9449, §4.2). */
export async function proveWith(key: SessionKey, method: string, path: string): Promise<string> {
  const { origin, pathname } = new URL(path, location.href);
  const header = encode({ typ: 'dpop+jwt', alg: 'ES256', jwk: key.jwk });
  const payload = encode({
    ...{ jti: crypto.randomUUID(), htm: method, htu: `${origin}${pathname}` },
    iat: Math.floor((Date.now() + ahead) / 1000),
    ...(key.ath && { ath: key.ath }),
  });
  const signing = { ...algorithm, hash: 'SHA-256' };
  const signature = await crypto.subtle.sign(signing, key.privateKey, utf8(`${header}.${payload}`));
  return `${header}.${payload}.${toBase64url(signature)}`;
}

/** The proof of the session of that kind, when this browser has one. */
export async function proofOf(kind: SessionKind, method: string, path: string): Promise<string | undefined> {
  const key = await readSessionKey(kind);
  return key && proveWith(key, method, path);
}
