import { newSessionKey, postJson } from '@continuum/ui-fhir-client';

/** What a check found: fine, fine with a reserve, or something that would stop a visit. */
export interface Finding {
  state: 'ok' | 'attention' | 'failed';
  /** What was measured: milliseconds, seconds, pixels. */
  measured?: number;
}

const reads = 5;
const slowMs = 600;
const clockSeconds = 60;
const narrowest = 1000;
const lowest = 600;

const isLocal = (): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);

const hasKeys = (): boolean =>
  typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON === 'function' &&
  typeof window.PublicKeyCredential.parseCreationOptionsFromJSON === 'function';

/** A browser that knows security keys, keeps a key of its own, and cookies: what signing in asks for. */
export async function checkBrowser(): Promise<Finding> {
  const knows = window.isSecureContext && hasKeys() && crypto.subtle !== undefined && navigator.cookieEnabled;
  if (!knows) return { state: 'failed' };
  return { state: (await keepsKeys()) ? 'ok' : 'failed' };
}

/** Some browsers refuse, when they are private, to keep a key that cannot be taken out. */
function keepsKeys(): Promise<boolean> {
  return new Promise(resolve => {
    const request = indexedDB.open('continuum-trousse', 1);
    request.onsuccess = () => {
      request.result.close();
      indexedDB.deleteDatabase('continuum-trousse');
      resolve(true);
    };
    request.onerror = () => resolve(false);
  });
}

/** Reaches the server some times: the median time of an answer, in milliseconds. */
export async function checkConnection(): Promise<Finding> {
  const times: number[] = [];
  for (let i = 0; i < reads; i++) {
    const began = performance.now();
    const answer = await fetch('/healthz', { cache: 'no-store' }).catch(() => undefined);
    if (!answer?.ok) return { state: 'failed' };
    times.push(performance.now() - began);
  }
  const measured = Math.round(times.sort((a, b) => a - b)[Math.floor(reads / 2)]!);
  return { state: measured > slowMs ? 'attention' : 'ok', measured };
}

/** Whether what travels is encrypted. On the server's own machine nothing travels. */
export const checkTls = (): Finding => {
  if (location.protocol === 'https:') return { state: 'ok' };
  return { state: isLocal() ? 'attention' : 'failed' };
};

/** Seconds between this clock and the server's. */
export async function checkClock(): Promise<Finding> {
  const answer = await fetch('/healthz', { cache: 'no-store' }).catch(() => undefined);
  const date = Date.parse(answer?.headers.get('date') ?? '');
  if (Number.isNaN(date)) return { state: 'failed' };
  const measured = Math.round(Math.abs(date - Date.now()) / 1000);
  return { state: measured > clockSeconds ? 'attention' : 'ok', measured };
}

/** Room enough to read a record. */
export const checkScreen = (): Finding => ({
  state: window.innerWidth >= narrowest && window.innerHeight >= lowest ? 'ok' : 'attention',
  measured: window.innerWidth,
});

/** What the ceremony of a key said: it is one of that name's, another's, or it said nothing. */
export type KeyFinding = 'known' | 'foreign' | 'silent' | 'unsupported';

const random = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, char => ({ '+': '-', '/': '_' })[char] ?? '');
};

/**
 * Asks a key whether it is one of those that a name signs in with, and has it sign nothing: it is asked to make a new one unless
 * it holds one of these already (`excludeCredentials`, WebAuthn level 3, §5.1.3, §6.3.2), and it says that it does. What
 * another key makes is kept by nobody.
 */
export async function checkKey(userName: string): Promise<KeyFinding> {
  if (!hasKeys()) return 'unsupported';
  const { thumbprint } = await newSessionKey();
  const asked = { userName, thumbprint };
  const answer = await postJson<{ credentialIds: string[] }>('/api/session/challenge', asked, {
    anonymous: true,
  });
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON({
    rp: { name: 'Continuum' },
    user: { id: random(), name: userName, displayName: userName },
    challenge: random(),
    pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
    excludeCredentials: answer.credentialIds.map(id => ({ type: 'public-key', id })),
    authenticatorSelection: {
      authenticatorAttachment: 'cross-platform',
      residentKey: 'discouraged',
      userVerification: 'discouraged',
    },
    attestation: 'none',
    timeout: 60_000,
  });
  try {
    await navigator.credentials.create({ publicKey });
    return 'foreign';
  } catch (error) {
    return error instanceof DOMException && error.name === 'InvalidStateError' ? 'known' : 'silent';
  }
}
