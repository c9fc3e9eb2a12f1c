import { createHash } from 'node:crypto';
import type { Instance } from '@continuum/standards-dicom';
import { boundaryOf, closing, formatPart, readParts } from './multipart.ts';
import type { ArchiveAddress } from './orthanc.ts';

/** The archive does not answer, or answers that it cannot. Rendered as 503. */
export class ArchiveUnavailable extends Error {
  constructor(options?: ErrorOptions) {
    super('The imaging archive does not answer. Try again in a moment.', options);
    this.name = 'ArchiveUnavailable';
  }
}

/** The archive holds the pictures and cannot give them in the form asked for. Rendered as 406. */
export class NotInThatForm extends Error {
  constructor(options?: ErrorOptions) {
    super('The archive cannot give these pictures in that form.', options);
    this.name = 'NotInThatForm';
  }
}

/** What became of bytes that were handed to the archive. */
export type StoreOutcome =
  /** It gave the same bytes back: they lie there. */
  | { outcome: 'stored'; location: string }
  /** It holds other bytes under that SOP Instance UID, which stay as they are. */
  | { outcome: 'conflict' }
  /** It does not take them; the DICOM failure reason (PS3.18 table I.2-2). */
  | { outcome: 'refused'; reason: number };

/** An imaging archive behind DICOMweb (PS3.18 clause 10). */
export interface Archive {
  /** Stores one instance and reads it back; never replaces what is there. */
  store(bytes: Uint8Array, instance: Instance): Promise<StoreOutcome>;
  /** The bytes at a location that `store` gave. */
  fetch(location: string): Promise<Uint8Array>;
  /** A GET below the archive's root; 4xx and 500 are answers like others. */
  get(path: string, accept: string): Promise<Response>;
  /** Does it answer now? */
  isUp(): Promise<boolean>;
}

const part10 = 'multipart/related; type="application/dicom"; transfer-syntax=*';
const partLimit = 4 * 1024 ** 3 - 1;
const prefix = 'dicomweb:';

/** The location of what lies under a path, as `store` gives it. */
export const locationAt = (path: string): string => prefix + path;

/** Path of an instance below a DICOMweb root. */
export const pathOf = ({ study, series, sopInstance }: Instance): string =>
  `studies/${study}/series/${series}/instances/${sopInstance}`;

/** Whoever asks while it is being asked gets the same answer. */
function sharing<T>(ask: () => Promise<T>): () => Promise<T> {
  let asking: Promise<T> | undefined;
  return () => {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
}

/** Reads the answer to its end, so that the connection serves again. */
const answers = (ask: Ask): Promise<boolean> =>
  ask('studies?limit=1', { headers: { accept: 'application/dicom+json' } })
    .then(async response => {
      await response.arrayBuffer();
      return response.ok;
    })
    .catch(() => false);

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The first part of a multipart answer of the archive. */
export async function onlyPart(response: Response): Promise<Uint8Array> {
  if (!response.body) throw new ArchiveUnavailable();
  const parts = readParts(response.body, boundaryOf(response.headers.get('content-type') ?? ''), partLimit);
  for await (const part of parts) return part.body;
  throw new ArchiveUnavailable();
}

interface Call {
  method?: 'POST';
  headers: Record<string, string>;
  body?: Uint8Array<ArrayBuffer>;
}

type Ask = (path: string, call: Call) => Promise<Response>;

function asker({ url, authorization }: ArchiveAddress): Ask {
  const credentials: Record<string, string> = authorization ? { authorization } : {};
  return async (path, call) => {
    const request = { ...call, headers: { ...call.headers, ...credentials } };
    const response = await fetch(`${url}/${path}`, request).catch(cause => {
      throw new ArchiveUnavailable({ cause });
    });
    // 500 is what Orthanc says of a picture that it cannot convert: the caller knows what it asked.
    if (![401, 403].includes(response.status) && response.status <= 500) return response;
    await response.body?.cancel();
    throw new ArchiveUnavailable({ cause: new Error(`HTTP ${response.status}`) });
  };
}

type Json = Record<string, { Value?: unknown[] }>;

const valueAt = (dataset: Json, tag: string): unknown => dataset[tag]?.Value?.[0];

/** Where the archive holds that SOP instance already, if it does. */
async function held(ask: Ask, sopInstance: string): Promise<string | undefined> {
  const response = await ask(`instances?SOPInstanceUID=${sopInstance}&limit=2`, {
    headers: { accept: 'application/dicom+json' },
  });
  if (response.status === 204) return undefined;
  const [found] = response.ok ? ((await response.json()) as Json[]) : [];
  if (!found) return undefined;
  const [study, series] = [valueAt(found, '0020000D'), valueAt(found, '0020000E')];
  return `studies/${study}/series/${series}/instances/${sopInstance}`;
}

async function read(ask: Ask, path: string): Promise<Uint8Array> {
  const response = await ask(path, { headers: { accept: part10 } });
  if (response.ok) return onlyPart(response);
  throw new ArchiveUnavailable({ cause: new Error(`HTTP ${response.status}`) });
}

const cannotUnderstand = 0xc000;

/** Failure reason of the one instance of a store transaction; undefined when it was stored. */
async function failureOf(response: Response): Promise<number | undefined> {
  if (response.status === 500) throw new ArchiveUnavailable({ cause: new Error('HTTP 500') });
  const answer = (await response.json().catch(() => ({}))) as Json;
  const failed = valueAt(answer, '00081198') as Json | undefined;
  if (response.ok && !failed) return undefined;
  const reason = failed && valueAt(failed, '00081197');
  return typeof reason === 'number' ? reason : cannotUnderstand;
}

function send(ask: Ask, bytes: Uint8Array): Promise<Response> {
  const boundary = `continuum-${digest(bytes)}`;
  return ask('studies', {
    method: 'POST',
    headers: {
      accept: 'application/dicom+json',
      'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
    },
    body: Buffer.concat([formatPart(boundary, 'application/dicom', bytes), closing(boundary)]),
  });
}

/** Same key one after the other, so that two senders of one instance do not both find it absent. */
function turns() {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const mine = (last.get(key) ?? Promise.resolve()).then(work, work);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}

async function storeOnce(ask: Ask, bytes: Uint8Array, instance: Instance): Promise<StoreOutcome> {
  const known = await held(ask, instance.sopInstance);
  if (known === undefined) {
    const reason = await failureOf(await send(ask, bytes));
    if (reason !== undefined) return { outcome: 'refused', reason };
  }
  const path = known ?? pathOf(instance);
  const same = path === pathOf(instance) && digest(await read(ask, path)) === digest(bytes);
  return same ? { outcome: 'stored', location: locationAt(path) } : { outcome: 'conflict' };
}

/**
 * Speaks to an archive over DICOMweb: Orthanc, or any other that gives back the bytes it was given.
 * Every method rejects with `ArchiveUnavailable` when it does not answer.
 */
export function openArchive(address: ArchiveAddress): Archive {
  const ask = asker(address);
  const inTurn = turns();
  return {
    store: (bytes, instance) => inTurn(instance.sopInstance, () => storeOnce(ask, bytes, instance)),
    fetch: location => read(ask, location.slice(prefix.length)),
    get: (path, accept) => ask(path, { headers: { accept } }),
    isUp: sharing(() => answers(ask)),
  };
}

/**
 * Address of an external archive from `DICOMWEB_URL`; a user and password in it become Basic credentials.
 * @throws TypeError when it is no URL.
 */
export function archiveAddress(setting: string): ArchiveAddress {
  const url = new URL(setting);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {
    url: url.href.replace(/\/+$/, ''),
    ...(username && { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }),
  };
}
