import { failureOf, NetworkFailure } from './failure.ts';
import {
  deviceProof,
  learnTime,
  proofOf,
  proveWith,
  readSessionKey,
  type SessionKey,
} from './session-key.ts';
import type { SessionKind } from './session-kind.ts';

let session: SessionKind | undefined;
let purpose: string | undefined;
const listeners = new Set<() => void>();

/** Says once, when the application starts, which session its requests are made with. */
export function chooseSession(kind: SessionKind): void {
  session = kind;
}

/** Says why the record is open: each request tells it from now on (`Purpose-Of-Use`). Undefined: what is usual. */
export function choosePurpose(code: string | undefined): void {
  purpose = code;
}

/** Called when the server says that nobody is signed in any more. Returns how to stop listening. */
export function onSessionEnded(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal;
  /** Signing in: a 401 then means a wrong secret, not the end of a session. */
  anonymous?: boolean;
  /** Signing in: the key that the session will be bound to. */
  key?: SessionKey;
}

/** Where staff acts at a person’s request, whatever else their session is for. */
const atRequest = /^\/api\/consent\/counter\//;

const purposeOf = (path: string): string | undefined => (atRequest.test(path) ? 'PATRQT' : purpose);

/** What says whose session a request is of, and what for: which one, a proof by this browser's key for that request alone. */
export async function sessionHeaders(method: string, path: string): Promise<Record<string, string>> {
  if (!session) return {};
  const dpop = await proofOf(session, method, path);
  const of = purposeOf(path);
  return {
    'continuum-session': session,
    ...(dpop && { dpop }),
    ...(of !== undefined && { 'purpose-of-use': of }),
  };
}

/** Where the server asks which device it is: coming in as a clinician, for one organization or another, and what is about devices. */
const asksDevice = /^\/api\/(session\/(clinician|place)$|remote-access\/)/;

async function deviceHeader(path: string, { method, key }: Call): Promise<Record<string, string>> {
  if (!asksDevice.test(path)) return {};
  const of = key ?? (session && (await readSessionKey(session)));
  const proof = of && (await deviceProof(of, method, path));
  return proof ? { 'continuum-device': proof } : {};
}

async function headersOf(path: string, call: Call): Promise<Record<string, string>> {
  const { method, body, key } = call;
  return {
    accept: 'application/json',
    // As the page is read, not as the browser is set: what the server says in words is in that language.
    ...(typeof document === 'undefined' ? {} : { 'accept-language': document.documentElement.lang || 'fr' }),
    ...(await sessionHeaders(method, path)),
    ...(key && { dpop: await proveWith(key, method, path) }),
    ...(await deviceHeader(path, call)),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
}

/** One more try when the first was refused because this clock was wrong, and only then. */
async function reach(path: string, call: Call): Promise<Response> {
  const response = await reachOnce(path, call);
  const corrected = learnTime(response);
  return corrected && response.status === 401 && !call.anonymous ? reachOnce(path, call) : response;
}

async function reachOnce(path: string, call: Call): Promise<Response> {
  try {
    return await fetch(path, {
      method: call.method,
      credentials: 'same-origin',
      cache: 'no-store',
      headers: await headersOf(path, call),
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      signal: call.signal,
    });
  } catch (cause) {
    if (call.signal?.aborted) throw cause;
    throw new NetworkFailure(cause);
  }
}

async function answerOf<Answer>(response: Response): Promise<Answer> {
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as Answer;
}

/**
 * One request to the server, with the session's cookie, the header that tells which one, and this browser's proof.
 * @throws ServerFailure with the OperationOutcome's sentences; NetworkFailure when nothing answered.
 */
export async function send<Answer>(path: string, call: Call): Promise<Answer> {
  const response = await reach(path, call);
  if (response.ok) return answerOf<Answer>(response);
  const failure = await failureOf(response);
  if (failure.status === 401 && !call.anonymous) for (const listener of listeners) listener();
  throw failure;
}

/** Reads JSON. */
export const getJson = <Answer>(path: string, signal?: AbortSignal) =>
  send<Answer>(path, { method: 'GET', signal });

/** Sends JSON, reads the JSON answered. */
export const postJson = <Answer>(
  path: string,
  body: unknown,
  options?: { anonymous?: boolean; key?: SessionKey },
) => send<Answer>(path, { method: 'POST', body, ...options });

/** Replaces. */
export const putJson = <Answer>(path: string, body: unknown) => send<Answer>(path, { method: 'PUT', body });

/** Removes. */
export const deleteJson = <Answer>(path: string) => send<Answer>(path, { method: 'DELETE' });

/** Gathers a body as it comes, telling how many bytes came. @throws NetworkFailure it ended before its end */
async function received(response: Response, onReceived: (bytes: number) => void): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = response.body!.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
      bytes += part.value.byteLength;
      onReceived(bytes);
    }
  } catch (cause) {
    throw cause instanceof DOMException && cause.name === 'AbortError' ? cause : new NetworkFailure(cause);
  }
  return new Blob(parts, { type: response.headers.get('content-type') ?? '' });
}

/**
 * The bytes of an original, to be shown or saved.
 * @param onReceived is told how many bytes came so far
 * @throws ServerFailure; NetworkFailure, also when the answer was cut
 */
export async function getBlob(
  path: string,
  signal?: AbortSignal,
  onReceived?: (bytes: number) => void,
): Promise<Blob> {
  const response = await reach(path, { method: 'GET', signal });
  if (!response.ok) throw await failureOf(response);
  return onReceived && response.body ? received(response, onReceived) : response.blob();
}
