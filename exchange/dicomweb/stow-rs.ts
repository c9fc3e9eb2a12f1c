import type { Deposit, Receipt } from '@continuum/intake';
import type { Access } from '@continuum/record-gate';
import { type Instance, parseInstance, UnreadableDicom } from '@continuum/standards-dicom';
import type { Archive } from './archive.ts';
import { ArchiveUnavailable } from './archive.ts';
import { type DicomJson, element } from './dicom-json.ts';

/** What STOW needs of intake. */
export interface Intake {
  receive(deposit: Deposit): Promise<Receipt>;
}

/** Failure reasons (PS3.18 table I.2-2, PS3.7 annex C). */
export const reasons = {
  processing: 0x0110,
  duplicate: 0x0111,
  notAuthorized: 0x0124,
  outOfResources: 0xa700,
  cannotUnderstand: 0xc000,
} as const;

/** Kept, and waiting until a person says whose it is. In the range of warnings, which is open (PS3.7 C.3). */
export const waitingWarning = 0xb101;

/** What became of one instance. */
export interface Stored {
  instance?: Instance;
  result:
    | { kind: 'stored' }
    | { kind: 'waiting'; reason: string }
    /** `why` is a sentence for whoever sends: what to mend. */
    | { kind: 'failed'; reason: number; why: string };
}

export interface StowContext {
  archive: Archive;
  intake: Intake;
  actor: Access['actor'];
  origin: Deposit['origin'];
  purpose?: Deposit['purpose'];
  /** UID in the path of `POST /studies/{study}`. */
  study?: string;
  /** Of the whole request. */
  signature?: Deposit['signature'];
}

const read = (bytes: Uint8Array): Instance | UnreadableDicom => {
  try {
    return parseInstance(bytes);
  } catch (error) {
    if (error instanceof UnreadableDicom) return error;
    throw error;
  }
};

const conflict =
  'The archive holds other bytes under this SOP Instance UID, and keeps them. Send the pictures under a UID of their own.';
const unreadable = 'The archive cannot read the file. Send it again, whole and as DICOM (PS3.10).';
const away = 'The archive stopped answering. Send it again in a moment.';

function deposit(context: StowContext, original: Uint8Array, instance?: Instance, location?: string) {
  return context.intake.receive({
    format: 'dicom',
    contentType: 'application/dicom',
    original,
    actor: context.actor,
    origin: context.origin,
    ...(context.purpose && { purpose: context.purpose }),
    ...(context.signature && { signature: context.signature }),
    ...(instance && { key: instance.sopInstance }),
    ...(location && { location }),
  });
}

/** Bytes that the archive does not hold are kept by intake, in its work list, and told to the sender. */
async function keepAside(
  context: StowContext,
  bytes: Uint8Array,
  failure: { reason: number; why: string },
  instance?: Instance,
): Promise<Stored> {
  await deposit(context, bytes, instance);
  return { ...(instance && { instance }), result: { kind: 'failed', ...failure } };
}

function resultOf(receipt: Receipt): Stored['result'] {
  if (receipt.state === 'stored') return { kind: 'stored' };
  if (receipt.state === 'waiting') return { kind: 'waiting', reason: receipt.reason };
  const reason = receipt.state === 'refused' ? reasons.notAuthorized : reasons.processing;
  return { kind: 'failed', reason, why: receipt.issues.map(({ diagnostics }) => diagnostics).join(' ') };
}

/**
 * Stores one instance: first in the archive, which must give the same bytes back; then a deposit that says
 * where they lie. Rejects with `ArchiveUnavailable` when the archive does not answer: nothing is claimed then.
 */
export async function storeInstance(context: StowContext, bytes: Uint8Array): Promise<Stored> {
  const instance = read(bytes);
  if (instance instanceof UnreadableDicom)
    return keepAside(context, bytes, { reason: reasons.cannotUnderstand, why: instance.message });
  if (context.study !== undefined && instance.study !== context.study) {
    const why = `Its Study Instance UID (0020,000D) is ${instance.study}, not that of the address.`;
    return { instance, result: { kind: 'failed', reason: reasons.processing, why } };
  }
  const kept = await context.archive.store(bytes, instance);
  if (kept.outcome === 'conflict')
    return keepAside(context, bytes, { reason: reasons.duplicate, why: conflict }, instance);
  if (kept.outcome === 'refused')
    return keepAside(context, bytes, { reason: kept.reason, why: unreadable }, instance);
  return { instance, result: resultOf(await deposit(context, bytes, instance, kept.location)) };
}

/**
 * Stores every part, one after the other. When the archive goes away in the middle, what was stored stays
 * stored and the rest is told as failed; when it is away from the start, rejects with `ArchiveUnavailable`.
 */
export async function storeAll(
  context: StowContext,
  parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Stored[]> {
  const done: Stored[] = [];
  for await (const bytes of parts) done.push(await storeOrSay(context, bytes, done.length > 0));
  return done;
}

async function storeOrSay(context: StowContext, bytes: Uint8Array, begun: boolean): Promise<Stored> {
  try {
    return await storeInstance(context, bytes);
  } catch (error) {
    if (!begun || !(error instanceof ArchiveUnavailable)) throw error;
    const instance = read(bytes);
    return {
      ...(instance instanceof UnreadableDicom ? {} : { instance }),
      result: { kind: 'failed', reason: reasons.outOfResources, why: away },
    };
  }
}

function referenced({ instance, result }: Stored, base: string): DicomJson {
  const { study, series, sopInstance, sopClass } = instance!;
  return {
    '00081150': element('UI', sopClass),
    '00081155': element('UI', sopInstance),
    ...(result.kind === 'stored' && {
      '00081190': element('UR', `${base}/studies/${study}/series/${series}/instances/${sopInstance}`),
    }),
    ...(result.kind === 'waiting' && { '00081196': element('US', waitingWarning) }),
    ...(result.kind === 'failed' && { '00081197': element('US', result.reason) }),
  };
}

const sequence = (items: DicomJson[]) => (items.length > 0 ? { vr: 'SQ', Value: items } : undefined);

/** The Store Instances Response (PS3.18 10.5.3, annex I) and its status. */
export function formatResponse(stored: readonly Stored[], base: string): { status: number; body: DicomJson } {
  const failed = stored.filter(({ result }) => result.kind === 'failed');
  const clean = stored.every(({ result }) => result.kind === 'stored');
  const studies = new Set(
    stored.flatMap(({ instance, result }) => (result.kind === 'stored' && instance ? instance.study : [])),
  );
  const sequences = {
    '00081190': studies.size === 1 ? element('UR', `${base}/studies/${[...studies][0]}`) : undefined,
    '00081198': sequence(failed.filter(({ instance }) => instance).map(item => referenced(item, base))),
    '00081199': sequence(
      stored.filter(({ result }) => result.kind !== 'failed').map(item => referenced(item, base)),
    ),
    // Other Failures (0008,119A): instances that nobody can name.
    '0008119A': sequence(
      failed
        .filter(({ instance }) => !instance)
        .map(({ result }) => ({
          '00081197': element('US', result.kind === 'failed' ? result.reason : undefined),
        })),
    ),
  };
  const body = Object.fromEntries(Object.entries(sequences).filter(([, value]) => value)) as DicomJson;
  if (clean) return { status: 200, body };
  return { status: failed.length === stored.length ? 409 : 202, body };
}
